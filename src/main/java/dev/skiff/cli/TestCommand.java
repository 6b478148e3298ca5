package dev.skiff.cli;

import dev.skiff.rehearsal.NodePath;
import dev.skiff.rehearsal.suite.TestCase;
import dev.skiff.rehearsal.suite.TestFile;
import dev.skiff.runtime.submission.SourceFiles;
import dev.skiff.spec.Problem;
import dev.skiff.spec.ProblemFormat;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code skiff test}: plays workflows with mocked steps, and says what did not come as it should. */
@Command(
        name = "test",
        description = {
            "Test workflows: each test plays a workflow with mocked steps on a clock of its own; nothing is started.",
            "Of a directory every file named *.test.yaml or *.test.yml. docs/workflow-tests.md describes the format.",
            "Exit code 0: all tests passed; 1: some failed; 2: called wrongly, or a test file cannot be used."
        })
final class TestCommand implements Callable<Integer> {
    private static final int UNUSABLE = 2;

    private final CommandContext context;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "Test files, or directories of them.")
    List<String> files = List.of();

    /** How results are printed. */
    enum Form {
        TEXT,
        JSON,
        JUNIT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            description = "text, json, or junit (XML).")
    Form output = Form.TEXT;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write JUnit XML there, too.")
    @Nullable
    String junit;

    @Option(names = "--filter", paramLabel = "PATTERN", description = "Only tests of this name; * is any text.")
    @Nullable
    String filter;

    TestCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        List<Documented<TestFile>> read = new ArrayList<>();
        for (Source source : new SourceFiles(context.in()).read(testFiles())) {
            read.add(WorkflowTests.read(source));
        }
        List<Problem> problems =
                read.stream().flatMap(d -> d.problems().stream()).toList();
        context.err().print(ProblemFormat.TEXT.render(problems));
        context.err().flush();
        if (problems.stream().anyMatch(p -> p.severity() == Severity.ERROR)) {
            return UNUSABLE;
        }
        WorkflowTests tests = new WorkflowTests(context.clock());
        List<WorkflowTests.Result> results = new ArrayList<>();
        for (Documented<TestFile> file : read) {
            results.addAll(tests.run(file, this::isWanted));
        }
        report(results);
        return results.stream().allMatch(WorkflowTests.Result::passed) ? 0 : 1;
    }

    private boolean isWanted(TestCase test) {
        return filter == null || NodePath.matches(filter, test.name());
    }

    private List<String> testFiles() {
        List<String> found = new ArrayList<>();
        for (String name : files) {
            if (!Files.isDirectory(Path.of(name))) {
                found.add(name);
                continue;
            }
            try (Stream<Path> below = Files.walk(Path.of(name))) {
                List<String> tests = below.map(Path::toString)
                        .filter(f -> f.endsWith(".test.yaml") || f.endsWith(".test.yml"))
                        .sorted()
                        .toList();
                if (tests.isEmpty()) {
                    throw new UserError(name + ": there is no file named *.test.yaml or *.test.yml below it");
                }
                found.addAll(tests);
            } catch (IOException e) {
                throw new UserError(SourceFiles.sentence(name, e));
            }
        }
        return found;
    }

    private void report(List<WorkflowTests.Result> results) {
        switch (output) {
            case TEXT -> text(results);
            case JSON -> context.out().print(Printer.json(TestReport.json(results)));
            case JUNIT -> context.out().print(TestReport.junit(results));
        }
        context.out().flush();
        if (junit != null) {
            try {
                Files.write(Path.of(junit), TestReport.junit(results).getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UserError("cannot write " + SourceFiles.sentence(junit, e));
            }
        }
    }

    private void text(List<WorkflowTests.Result> results) {
        for (WorkflowTests.Result r : results) {
            context.out().println((r.passed() ? "ok    " : "FAIL  ") + r.file() + ": " + r.name());
            ProblemFormat.TEXT
                    .render(r.failures())
                    .lines()
                    .forEach(line -> context.out().println("      " + line));
        }
        long failed = results.stream().filter(r -> !r.passed()).count();
        context.err()
                .println(results.size()
                        + (results.size() == 1 ? " test, " : " tests, ")
                        + (failed == 0 ? "all passed" : failed + " failed"));
        context.err().flush();
    }
}
