package dev.skiff.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which tests name which facts of Argo, by their ids: {@code RETRY-04}, or {@code DAEMON-01 to DAEMON-03}. A test names a fact in its
 * text or in a comment: a method, or a class for all its methods, or a file that some test plays.
 */
final class Citations {

    /** A test: where it is, and what it is called in a list. */
    record Test(String file, String name) implements Comparable<Test> {
        @Override
        public int compareTo(Test other) {
            return Comparator.comparing(Test::name).thenComparing(Test::file).compare(this, other);
        }
    }

    private static final Pattern NAMED = Pattern.compile("\\b([A-Z]{2,8})-(\\d\\d)(?: to \\1-(\\d\\d))?\\b");
    /** Formatted Java: whatever belongs to a class stands at four spaces. */
    private static final Pattern METHOD = Pattern.compile("^    [^ /*@}].*?\\b(\\w+)\\([^;]*$");

    private static final Pattern HAS_TESTS = Pattern.compile("@(Test|TestFactory|ParameterizedTest|Property)\\b");

    private final SortedSet<String> groups;
    private final Map<String, SortedSet<Test>> tests = new TreeMap<>();

    /** @param groups the words that ids begin with */
    private Citations(SortedSet<String> groups) {
        this.groups = groups;
    }

    /** Of all files below {@code src/test}, seen from the project's directory. */
    static Citations read(SortedSet<String> groups) throws IOException {
        Citations citations = new Citations(groups);
        try (Stream<Path> files = Files.walk(Path.of("src/test"))) {
            files.filter(Files::isRegularFile).sorted().forEach(citations::file);
        }
        return citations;
    }

    SortedSet<Test> of(String fact) {
        return tests.getOrDefault(fact, new TreeSet<>());
    }

    SortedSet<String> facts() {
        return new TreeSet<>(tests.keySet());
    }

    private void file(Path file) {
        String path = file.toString();
        if (path.endsWith(".java")) {
            List<String> lines = text(file).lines().toList();
            if (lines.stream().anyMatch(line -> HAS_TESTS.matcher(line).find())) {
                java(path, lines);
            }
        } else if (!path.startsWith("src/test/resources/facts/")) {
            String dir = path.startsWith("src/test/resources/scenarios/")
                    ? file.getParent().toString()
                    : path;
            Test test = new Test(dir, dir.substring("src/test/resources/".length()));
            text(file).lines().forEach(line -> name(line, test));
        }
    }

    /** What stands before the end of a member, and after that of the one before, is the member's. */
    private void java(String path, List<String> lines) {
        String type = Path.of(path).getFileName().toString().replace(".java", "");
        Test whole = new Test(path, type);
        List<String> pending = new ArrayList<>();
        String method = "";
        boolean inType = false;
        for (String line : lines) {
            if (!inType) {
                name(line, whole);
                inType = line.startsWith("class ") || line.contains(" class ") && line.endsWith("{");
                continue;
            }
            pending.add(line);
            Matcher declared = METHOD.matcher(line);
            if (method.isEmpty() && declared.find() && line.endsWith("{")) {
                method = declared.group(1);
            }
            if (line.equals("    }") || line.matches("    [^ ].*;")) {
                boolean isTest =
                        pending.stream().anyMatch(l -> HAS_TESTS.matcher(l).find());
                Test test = isTest ? new Test(path, type + "." + method) : whole;
                pending.forEach(l -> name(l, test));
                pending.clear();
                method = "";
            }
        }
        pending.forEach(l -> name(l, whole));
    }

    private void name(String line, Test test) {
        Matcher named = NAMED.matcher(line);
        while (named.find()) {
            if (!groups.contains(named.group(1))) {
                continue;
            }
            int first = Integer.parseInt(named.group(2));
            int last = named.group(3) == null ? first : Integer.parseInt(named.group(3));
            for (int i = first; i <= last; i++) {
                tests.computeIfAbsent("%s-%02d".formatted(named.group(1), i), _ -> new TreeSet<>())
                        .add(test);
            }
        }
    }

    /** Files of any kind: bytes that are no text name nothing. */
    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
