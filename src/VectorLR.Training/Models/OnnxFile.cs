using System.Buffers.Binary;
using System.Text;

namespace VectorLR.Training;

/// <summary>A model as an ONNX graph of standard operators, in double, over the features as stored.</summary>
/// <remarks>
/// probabilities = (sigmoid(-z), sigmoid(z)) with z = X w + b, and label = Where(a &gt; 1/2, positive, negative). The field numbers are
/// those of onnx.proto (github.com/onnx/onnx, onnx/onnx.proto). The operators are those of version 13.
/// </remarks>
internal static class OnnxFile
{
    private const int IrVersion = 7;
    private const int OperatorSet = 13;
    private const int Int64Type = 7;
    private const int StringType = 8;
    private const int DoubleType = 11;
    private const int IntegerAttribute = 2;

    public static byte[] From(ReadOnlySpan<double> weights, double bias, string negativeLabel, string positiveLabel)
    {
        ProtobufWriter graph = new ProtobufWriter().Text(2, "logistic_regression");
        Node(graph, "MatMul", ["features", "weights"], "products");
        Node(graph, "Add", ["products", "bias"], "logits");
        Node(graph, "Sigmoid", ["logits"], "positive");
        Node(graph, "Neg", ["logits"], "negated");
        Node(graph, "Sigmoid", ["negated"], "negative");
        Node(graph, "Concat", ["negative", "positive"], "probabilities", Attribute("axis", 1));
        Node(graph, "GreaterOrEqual", ["positive", "half"], "is_positive_column");
        Node(graph, "Squeeze", ["is_positive_column", "second_axis"], "is_positive");
        Node(graph, "Where", ["is_positive", "positive_label", "negative_label"], "label");
        graph.Message(5, Doubles("weights", [weights.Length, 1], weights));
        graph.Message(5, Doubles("bias", [1], [bias]));
        graph.Message(5, Doubles("half", [1], [0.5]));
        graph.Message(5, Tensor("second_axis", [1], Int64Type).Bytes(9, [1, 0, 0, 0, 0, 0, 0, 0]));
        graph.Message(5, Tensor("positive_label", [1], StringType).Bytes(6, Encoding.UTF8.GetBytes(positiveLabel)));
        graph.Message(5, Tensor("negative_label", [1], StringType).Bytes(6, Encoding.UTF8.GetBytes(negativeLabel)));
        graph.Message(11, Value("features", DoubleType, weights.Length));
        graph.Message(12, Value("label", StringType));
        graph.Message(12, Value("probabilities", DoubleType, 2));
        return new ProtobufWriter()
            .Integer(1, IrVersion)
            .Text(2, "vectorlr")
            .Message(7, graph)
            .Message(8, new ProtobufWriter().Text(1, "").Integer(2, OperatorSet))
            .ToArray();
    }

    /// <summary>Adds a NodeProto to the graph.</summary>
    private static void Node(ProtobufWriter graph, string operation, string[] inputs, string output, ProtobufWriter? attribute = null)
    {
        ProtobufWriter node = new();
        foreach (string input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(3, $"{operation}_{output}").Text(4, operation);
        if (attribute is not null)
        {
            node.Message(5, attribute);
        }

        graph.Message(1, node);
    }

    /// <summary>An AttributeProto.</summary>
    private static ProtobufWriter Attribute(string name, long value) =>
        new ProtobufWriter().Text(1, name).Integer(3, value).Integer(20, IntegerAttribute);

    private static ProtobufWriter Doubles(string name, int[] shape, ReadOnlySpan<double> values)
    {
        byte[] raw = new byte[values.Length * sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(raw.AsSpan(i * sizeof(double)), values[i]);
        }

        return Tensor(name, shape, DoubleType).Bytes(9, raw);
    }

    /// <summary>A TensorProto without its data.</summary>
    private static ProtobufWriter Tensor(string name, int[] shape, int type)
    {
        ProtobufWriter tensor = new();
        foreach (int dimension in shape)
        {
            tensor.Integer(1, dimension);
        }

        return tensor.Integer(2, type).Text(8, name);
    }

    /// <summary>A ValueInfoProto of a tensor whose first dimension is the number of examples.</summary>
    private static ProtobufWriter Value(string name, int type, params ReadOnlySpan<int> columns)
    {
        ProtobufWriter shape = new ProtobufWriter().Message(1, new ProtobufWriter().Text(2, "examples"));
        foreach (int count in columns)
        {
            shape.Message(1, new ProtobufWriter().Integer(1, count));
        }

        ProtobufWriter tensor = new ProtobufWriter().Integer(1, type).Message(2, shape);
        return new ProtobufWriter().Text(1, name).Message(2, new ProtobufWriter().Message(1, tensor));
    }
}
