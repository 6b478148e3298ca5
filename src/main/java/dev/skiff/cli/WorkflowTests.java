package dev.skiff.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.model.Workflow;
import dev.skiff.rehearsal.suite.Failure;
import dev.skiff.rehearsal.suite.TestCase;
import dev.skiff.rehearsal.suite.TestFile;
import dev.skiff.rehearsal.suite.Trial;
import dev.skiff.runtime.submission.FromFile;
import dev.skiff.runtime.submission.SourceFiles;
import dev.skiff.spec.DocPath;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import dev.skiff.spec.SourceMap;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Brings test files, the workflows that they name, and their play together. */
final class WorkflowTests {
    private final InstantSource clock;
    private final Map<List<String>, List<Source>> sources = new HashMap<>();
    private final Map<Wanted, RehearsedFiles.Read> reads = new HashMap<>();

    /** What a workflow is read for: it is read and checked once for all tests that want the same. */
    private record Wanted(
            List<String> files,
            Map<String, String> parameters,
            @Nullable String entrypoint) {}

    WorkflowTests(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * What became of one test.
     *
     * @param failures with their places in the test file
     */
    record Result(String file, String name, List<Problem> failures, Duration took) {
        boolean passed() {
            return failures.isEmpty();
        }
    }

    /** The file; its problems say why it cannot be used. */
    static Documented<TestFile> read(Source source) {
        Documented<TestFile> read = Documented.read(source, TestFile.class);
        TestFile file = read.value();
        if (file == null) {
            return read;
        }
        List<Problem> problems = new ArrayList<>(read.problems());
        SourceMap map = Objects.requireNonNull(read.map());
        if (file.version() == null || file.version() != TestFile.VERSION) {
            problems.add(problem(
                    map,
                    DocPath.ROOT.key("version"),
                    file.version() == null
                            ? "the version of the format is missing: write 'version: 1'"
                            : "this skiff knows version 1 of the format, not " + file.version()));
        }
        if (file.tests().isEmpty()) {
            problems.add(problem(map, DocPath.ROOT.key("tests"), "there are no tests in it"));
        }
        for (int i = 0; i < file.tests().size(); i++) {
            if (file.workflow() == null && file.tests().get(i).workflow() == null) {
                problems.add(problem(
                        map,
                        DocPath.ROOT.key("tests").index(i),
                        "nothing says which workflow is tested: give 'workflow' at the top of the file or here"));
            }
        }
        return new Documented<>(file, map, problems);
    }

    private static Problem problem(SourceMap map, DocPath path, String message) {
        return Problem.error(map.file(), map.at(path), path.toString(), message, null);
    }

    List<Result> run(Documented<TestFile> document, Predicate<TestCase> wanted) {
        TestFile file = Objects.requireNonNull(document.value());
        SourceMap map = Objects.requireNonNull(document.map());
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < file.tests().size(); i++) {
            TestCase test = file.tests().get(i);
            if (wanted.test(test)) {
                DocPath path = DocPath.ROOT.key("tests").index(i);
                Instant start = clock.instant();
                List<Problem> failures = failures(file, test, path, map);
                results.add(new Result(map.file(), test.name(), failures, Duration.between(start, clock.instant())));
            }
        }
        return results;
    }

    private List<Problem> failures(TestFile file, TestCase test, DocPath path, SourceMap map) {
        RehearsedFiles.Read read;
        try {
            read = workflow(file, test, map.file());
        } catch (UserError e) {
            return List.of(problem(map, path.key("name"), String.valueOf(e.getMessage())));
        }
        List<Problem> errors = read.problems().stream()
                .filter(p -> p.severity() == Severity.ERROR)
                .toList();
        if (!errors.isEmpty()) {
            return errors;
        }
        if (read.workflows().size() != 1) {
            return List.of(problem(
                    map,
                    path.key("name"),
                    "there are " + read.workflows().size()
                            + " workflows in the file: put the one to be tested into its own"));
        }
        Workflow workflow = read.workflows().getFirst();
        return Trial.of(test, file.mocks(), workflow, read.resources()).stream()
                .map(failure -> located(failure, path, map))
                .toList();
    }

    private static Problem located(Failure failure, DocPath test, SourceMap map) {
        DocPath path = test;
        for (Object segment : failure.path()) {
            path = segment instanceof Integer index ? path.index(index) : path.key(segment.toString());
        }
        return problem(map, path, failure.message());
    }

    private RehearsedFiles.Read workflow(TestFile file, TestCase test, String testFile) {
        String name = test.workflow() == null ? file.workflow() : test.workflow();
        String own = beside(Path.of(testFile), String.valueOf(name));
        List<String> all = new ArrayList<>(List.of(own));
        file.manifests().forEach(m -> all.add(beside(Path.of(testFile), m)));
        Map<String, String> parameters = new LinkedHashMap<>();
        file.parameters().forEach((key, value) -> parameters.put(key, text(value)));
        test.parameters().forEach((key, value) -> parameters.put(key, text(value)));
        List<Source> read = sources.computeIfAbsent(
                all, names -> new SourceFiles(new ByteArrayInputStream(new byte[0])).read(names));
        Wanted key = new Wanted(all, parameters, test.entrypoint());
        RehearsedFiles.Read known = reads.get(key);
        if (known == null) {
            known = RehearsedFiles.read(read, List.of(own), parameters, test.entrypoint(), FromFile.of(List.of()));
            reads.put(key, known);
        }
        return known;
    }

    /** Relative to the test file, and named as the user would name it from where they are. */
    private static String beside(Path testFile, String name) {
        Path parent = testFile.getParent();
        return (parent == null ? Path.of(name) : parent.resolve(name))
                .normalize()
                .toString();
    }

    private static String text(JsonNode value) {
        return value.isTextual() ? value.textValue() : value.toString();
    }
}
