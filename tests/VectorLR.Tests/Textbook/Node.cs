namespace VectorLR.Tests.Textbook;

/// <summary>A value in a computation graph, with its slope along each of its inputs.</summary>
internal sealed class Node(ComputationGraph graph, double value, (Node From, double Slope)[] inputs)
{
    private readonly ComputationGraph _graph = graph;

    public double Value { get; } = value;

    public (Node From, double Slope)[] Inputs { get; } = inputs;

    public double Derivative { get; set; }

    public static Node operator +(Node a, Node b) => a._graph.Add(a.Value + b.Value, (a, 1), (b, 1));

    public static Node operator -(Node a, Node b) => a._graph.Add(a.Value - b.Value, (a, 1), (b, -1));

    public static Node operator *(Node a, Node b) => a._graph.Add(a.Value * b.Value, (a, b.Value), (b, a.Value));

    public static Node operator *(double a, Node b) => b._graph.Add(a * b.Value, (b, a));

    public static Node operator -(double a, Node b) => b._graph.Add(a - b.Value, (b, -1));

    public static Node operator -(Node a) => a._graph.Add(-a.Value, (a, -1));

    public static Node operator /(Node a, Node b)
    {
        double quotient = a.Value / b.Value;
        return a._graph.Add(quotient, (a, 1 / b.Value), (b, -quotient / b.Value));
    }
}
