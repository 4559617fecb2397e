using Spectre.Console;
using VectorLR.Training;

namespace VectorLR.Cli.Commands;

/// <summary>The table that train --summary prints.</summary>
internal static class CoefficientTable
{
    public static void Write(IAnsiConsole console, FitResult fit)
    {
        bool hasErrors = fit.Optimization.StandardErrors is not null;
        Table table = new Table().SimpleBorder().AddColumn("coefficient").AddColumn(new TableColumn("estimate").RightAligned());
        foreach (string column in hasErrors ? (string[])["std. error", "z", "p"] : [])
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (Coefficient row in fit.Coefficients())
        {
            string[] cells = hasErrors
                ? [row.Name, Number(row.Estimate, 6), Number(row.StandardError, 6), Number(row.Z, 4), Number(row.P, 3)]
                : [row.Name, Number(row.Estimate, 6)];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        console.Write(table);
        if (fit.Model.Standardization is not null || fit.Model.Scale != 1)
        {
            string unit = fit.Model.Standardization is null ? "divided by the scale" : "standardised by the training set";
            console.WriteLine($"estimates are for features {unit}");
        }

        foreach (FeatureDependence dependence in fit.Optimization.DependentFeatures)
        {
            IReadOnlyList<Coefficient> rows = fit.Coefficients();
            string others = string.Join(", ", dependence.On.Select(j => rows[j].Name));
            string on = others.Length == 0 ? "is constant" : $"depends on {others}";
            console.WriteLine($"{rows[dependence.Feature].Name} {on}: the data do not determine its weight, and it has no standard error");
        }

        if (!hasErrors)
        {
            console.WriteLine("standard errors need --optimizer newton and a converged fit");
        }
    }

    private static string Number(double value, int digits) => double.IsNaN(value) ? "" : NumberText.Of(value, digits);
}
