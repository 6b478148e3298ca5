package dev.skiff.cli;

import dev.skiff.runtime.submission.SourceFiles;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Problem;
import dev.skiff.spec.ProblemFormat;
import dev.skiff.spec.Severity;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skiff lint}: every problem of a set of files. */
@Command(
        name = "lint",
        description = {
            "Check files; all of them are one set, so that references between them resolve. With --server or --on kubernetes"
                    + " templates that are kept there are known, too.",
            "Exit code 0: nothing wrong; 1: there are problems; 2: called wrongly. Warnings alone are 0."
        })
final class LintCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML or JSON; a directory; - for standard input.")
    List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "text, json, or github (annotations in a pull request).")
    ProblemFormat output = ProblemFormat.TEXT;

    @Mixin
    DefaultsOptions defaults = new DefaultsOptions();

    @Mixin
    StrictOptions strictly = new StrictOptions();

    @Option(names = "--offline", description = "Ask nobody, also when the environment names a server.")
    boolean offline;

    @Mixin
    PlaceOptions place = new PlaceOptions();

    LintCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        var loaded = defaults.under(strictly.load(new SourceFiles(context.in()).read(files)), context);
        List<Problem> problems = problems(loaded);
        context.out().print(output.render(problems));
        context.out().flush();
        long errors =
                problems.stream().filter(p -> p.severity() == Severity.ERROR).count();
        if (output == ProblemFormat.TEXT) {
            context.err()
                    .println(verdict(
                            errors, problems.size() - errors, loaded.files().size()));
        }
        return errors == 0 ? 0 : 1;
    }

    private List<Problem> problems(Loaded loaded) throws InterruptedException {
        if (offline || !place.isElsewhere(context)) {
            return Lint.check(loaded);
        }
        try (Served served = place.open(context)) {
            return ServedLint.problems(loaded, served, context);
        }
    }

    private static String verdict(long errors, long warnings, int files) {
        String where = files == 1 ? "1 file" : files + " files";
        if (errors + warnings == 0) {
            return "no problems in " + where;
        }
        return counted(errors, "error") + ", " + counted(warnings, "warning") + " in " + where;
    }

    private static String counted(long n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
