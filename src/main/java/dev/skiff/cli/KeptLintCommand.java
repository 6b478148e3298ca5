package dev.skiff.cli;

import dev.skiff.runtime.submission.SourceFiles;
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

/** {@code skiff template lint} and its like: {@code skiff lint}, under the name that {@code argo} has for it here. */
@Command(name = "lint", description = "Check files, as skiff lint does.")
final class KeptLintCommand implements Callable<Integer> {
    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "YAML or JSON; a directory; - for standard input.")
    List<String> files = List.of();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "text, json, or github (annotations in a pull request).")
    ProblemFormat output = ProblemFormat.TEXT;

    @Mixin
    StrictOptions strictly = new StrictOptions();

    @Mixin
    PlaceOptions place = new PlaceOptions();

    KeptLintCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws InterruptedException {
        List<Problem> problems = problems(strictly.load(new SourceFiles(context.in()).read(files)));
        context.out().print(output.render(problems));
        context.out().flush();
        return problems.stream().anyMatch(p -> p.severity() == Severity.ERROR) ? 1 : 0;
    }

    private List<Problem> problems(Loaded loaded) throws InterruptedException {
        try (Served served = place.open(context)) {
            return ServedLint.problems(loaded, served, context);
        }
    }
}
