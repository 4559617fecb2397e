using System.Xml.Linq;
using VectorLR.Cli.Tests.Documentation;

namespace VectorLR.Cli.Tests;

/// <summary>The examples in the XML documentation of the libraries compile, in a program that has what they speak of.</summary>
public class ReferenceExampleTests
{
    private const int MinExamples = 25;

    private const string Given = """
        global using Microsoft.ML;
        global using VectorLR;
        global using VectorLR.Data;
        global using VectorLR.Images;
        global using VectorLR.ML;
        global using VectorLR.Training;
        global using static Given;

        internal static class Given
        {
            public const int m = 4, n = 2;
            public const float bias = 0, b = 0;
            public static readonly float[] floats = new float[m * n], weights = new float[n], w = new float[n], dw = new float[n];
            public static readonly float[] x0 = floats, y0 = new float[m];
            public static readonly float[] labels = new float[m], logits = new float[m], probabilities = new float[m];
            public static readonly float[,] matrix = new float[m, n];
            public static readonly double[] values = new double[m * n], y = new double[m];
            public static readonly double[,] x = new double[m, n];
            public static readonly LogisticRegression model = new(Parameters.Zero(n));
            public static readonly FitResult fit = null!;
            public static readonly IDataView data = null!;
        }
        """;

    public static TheoryData<string> Libraries => ["VectorLR", "VectorLR.Training", "VectorLR.Data", "VectorLR.Images", "VectorLR.ML"];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void Examples_compile(string library)
    {
        foreach ((string member, string code) in Examples(library))
        {
            using MemoryStream assembly = new();
            string faults = CSharpSample.Compile(assembly, Given, code);
            Assert.True(faults.Length == 0, $"{member}: {faults}");
        }
    }

    [Fact]
    public void The_most_used_members_have_examples() => Assert.True(Libraries.Sum(row => Examples(row.Data).Count()) >= MinExamples);

    private static IEnumerable<(string Member, string Code)> Examples(string library)
    {
        string file = Path.Combine(AppContext.BaseDirectory, $"{library}.xml");
        return XDocument.Load(file).Descendants("example").Descendants("code")
            .Select(code => (code.Ancestors("member").First().Attribute("name")!.Value, code.Value));
    }
}
