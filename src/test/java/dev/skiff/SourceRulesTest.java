package dev.skiff;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Holds the habits that a compiler does not: sizes, names, and words that a committed file must not have. */
class SourceRulesTest {

    private static final int LINES_OF_A_FILE = 500;
    private static final int LINES_OF_A_METHOD = 60;
    private static final int LETTERS_OF_A_CLASS_NAME = 45;

    /** Written so that this file does not break the rule itself. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b|@Dis" + "abled\\b|/wo" + "rk/(main|shared|wt-)");

    private static final Map<Path, String> SOURCES = sources();

    @Test
    void aFileIsShortEnoughToReadAtOnce() {
        assertThat(where((path, text) -> text.lines().count() > LINES_OF_A_FILE))
                .as("files of more than %d lines: split them by what changes together", LINES_OF_A_FILE)
                .isEmpty();
    }

    @Test
    void aMethodFitsOnAScreen() throws IOException {
        assertThat(longMethods())
                .as("methods of more than %d lines: give the parts names", LINES_OF_A_METHOD)
                .isEmpty();
    }

    @Test
    void aClassIsNamedForWhatItIs() {
        var drawer = Pattern.compile(".*Util(s|ity|ities)?");
        assertThat(where((path, _) -> drawer.matcher(className(path)).matches()))
                .as("drawers: name the class for what its methods are about, or move each to the type it is about")
                .isEmpty();
        assertThat(where((path, _) -> className(path).length() > LETTERS_OF_A_CLASS_NAME))
                .as("class names of more than %d letters", LETTERS_OF_A_CLASS_NAME)
                .isEmpty();
    }

    @Test
    void noFilePutsWorkOffOrKnowsOneMachine() {
        assertThat(where((_, text) -> FORBIDDEN.matcher(text).find()))
                .as("files with %s: do it now or write an issue; use ../shared for the shared directory", FORBIDDEN)
                .isEmpty();
    }

    /** The native executable's classes are loaded when it is built: what they then find would be the same in every run. */
    @Test
    void noConstantIsOfThisMachineOrThisMoment() {
        var moment = Pattern.compile(
                "static final [^;{}]*(new (Secure)?Random\\(|System\\.getenv|Instant\\.now|UUID\\.random)");
        assertThat(where((path, text) ->
                        path.startsWith("src/main") && moment.matcher(text).find()))
                .as("constants that the native executable would be built with: make them where they are used")
                .isEmpty();
    }

    private interface Rule {
        boolean isBrokenBy(Path path, String text);
    }

    private static List<Path> where(Rule rule) {
        return SOURCES.entrySet().stream()
                .filter(file -> rule.isBrokenBy(file.getKey(), file.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String className(Path path) {
        return path.getFileName().toString().replace(".java", "");
    }

    private static List<String> longMethods() throws IOException {
        var compiler = ToolProvider.getSystemJavaCompiler();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    null,
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(SOURCES.keySet()));
            var found = new ArrayList<String>();
            var positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                new TreeScanner<Void, String>() {
                    @Override
                    public Void visitClass(ClassTree type, String outer) {
                        return super.visitClass(type, outer + type.getSimpleName() + ".");
                    }

                    @Override
                    public Void visitMethod(MethodTree method, String in) {
                        var lines = unit.getLineMap();
                        long length = lines.getLineNumber(positions.getEndPosition(unit, method))
                                - lines.getLineNumber(positions.getStartPosition(unit, method))
                                + 1;
                        if (length > LINES_OF_A_METHOD) {
                            found.add(in + method.getName() + ": " + length + " lines");
                        }
                        return super.visitMethod(method, in);
                    }
                }.scan(unit, "");
            }
            return found;
        }
    }

    private static Map<Path, String> sources() {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(toMap(file -> file, SourceRulesTest::text, (one, _) -> one, TreeMap::new));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read src: run the tests in the project's directory", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }
}
