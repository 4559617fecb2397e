namespace VectorLR.Tests.Textbook;

/// <summary>The textbook's computation graph: nodes in the order of computation, and the backward pass in reverse.</summary>
internal sealed class ComputationGraph
{
    private readonly List<Node> _nodes = [];

    public Node Variable(double value) => Add(value);

    public Node Exp(Node x)
    {
        double value = Math.Exp(x.Value);
        return Add(value, (x, value));
    }

    public Node Log(Node x) => Add(Math.Log(x.Value), (x, 1 / x.Value));

    /// <summary>Leaves in every node the derivative of <paramref name="output"/> with respect to it.</summary>
    public void Backward(Node output)
    {
        foreach (Node node in _nodes)
        {
            node.Derivative = 0;
        }

        output.Derivative = 1;
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            foreach ((Node from, double slope) in _nodes[i].Inputs)
            {
                from.Derivative += _nodes[i].Derivative * slope;
            }
        }
    }

    public Node Add(double value, params (Node From, double Slope)[] inputs)
    {
        Node node = new(this, value, inputs);
        _nodes.Add(node);
        return node;
    }
}
