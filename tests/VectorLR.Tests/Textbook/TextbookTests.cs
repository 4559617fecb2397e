using Xunit;

namespace VectorLR.Tests.Textbook;

/// <summary>The textbook's figures, as it states them.</summary>
public sealed partial class TextbookTests
{
    private const double Nudge = 0.001;

    public static TheoryData<Isa> Isas => [.. Agreement.Isas];

    // The last two columns: the value that the textbook prints at a + 0.001 with its decimals, and the most |f''| between a and a + 0.001.
    [Theory]
    [InlineData("3a", 2, 3, 6.003, 3, 0)]
    [InlineData("3a", 5, 3, 15.003, 3, 0)]
    [InlineData("a^2", 2, 4, 4.004, 3, 2)]
    [InlineData("a^2", 5, 10, 25.010, 3, 2)]
    [InlineData("a^3", 2, 12, 8.012, 3, 12.006)]
    [InlineData("ln a", 2, 0.5, 0.69365, 5, 0.25)]
    public void A_nudge_of_a_thousandth_shows_the_slope(
        string function, double a, double slope, double printed, int decimals, double curvature)
    {
        (double value, double derivative) = Evaluate(function, a);
        (double nudged, _) = Evaluate(function, a + Nudge);

        // Taylor: the quotient is off by h/2 |f''|; each value of f by 4 u |f| at most, and a + h by u (a + h), which the slope multiplies.
        double rounding = Agreement.DoubleRoundoff * ((8 * Math.Abs(nudged)) + (2 * slope * a)) / Nudge;
        Agreement.Within($"{function} at {a + Nudge}", printed, nudged, 0.5 * Math.Pow(10, -decimals));
        Agreement.Within($"slope of {function} at {a} by nudging", slope, (nudged - value) / Nudge, (Nudge / 2 * curvature) + rounding);
        Agreement.Within($"slope of {function} at {a} by the graph", slope, derivative, 4 * Agreement.DoubleRoundoff * slope);
    }

    [Fact]
    public void The_graph_of_J_is_3_times_a_plus_bc_has_the_textbook_values_and_derivatives()
    {
        ComputationGraph graph = new();
        Node a = graph.Variable(5);
        Node b = graph.Variable(3);
        Node c = graph.Variable(2);
        Node u = b * c;
        Node v = a + u;
        Node j = 3 * v;
        graph.Backward(j);

        Assert.Equal((6.0, 11.0, 33.0), (u.Value, v.Value, j.Value));
        Assert.Equal((3.0, 3.0), (v.Derivative, u.Derivative));
        Assert.Equal((3.0, 6.0, 9.0), (a.Derivative, b.Derivative, c.Derivative));
    }

    [Theory]
    [InlineData("a", 5.001, 33.003)]
    [InlineData("b", 3.001, 33.006)]
    [InlineData("c", 2.001, 33.009)]
    public void Nudging_an_input_of_the_graph_moves_J_by_its_derivative(string name, double nudged, double cost)
    {
        double a = name == "a" ? nudged : 5;
        double b = name == "b" ? nudged : 3;
        double c = name == "c" ? nudged : 2;

        // Three operations and one rounded input, each within u of a value below 34.
        Agreement.Within($"J after nudging {name} to {nudged}", cost, 3 * (a + (b * c)), 34 * Agreement.Gamma(6, Agreement.DoubleRoundoff));
    }

    private static (double Value, double Derivative) Evaluate(string function, double at)
    {
        ComputationGraph graph = new();
        Node a = graph.Variable(at);
        Node f = function switch
        {
            "3a" => 3 * a,
            "a^2" => a * a,
            "a^3" => a * a * a,
            "ln a" => graph.Log(a),
            _ => throw new ArgumentException($"{function} is not one of the textbook's functions", nameof(function)),
        };
        graph.Backward(f);
        return (f.Value, a.Derivative);
    }
}
