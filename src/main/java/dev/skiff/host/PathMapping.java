package dev.skiff.host;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which paths of a container lie elsewhere on this machine, and the same paths found in any text.
 *
 * <p>A text is searched for each mapped path as a whole: {@code /tmp/out} is found in {@code >/tmp/out}, {@code "/tmp/out/x"} and
 * {@code --to=/tmp/out}, not in {@code /tmp/out.txt}, {@code /tmp/output}, {@code $DIR/tmp/out} or {@code ./tmp/out}. Where several
 * match, the longest counts.
 */
final class PathMapping {
    /** What may stand right before a path that is only the tail of a longer one. */
    private static final String NOT_AFTER = "(?<![\\p{L}\\p{N}_.\\-/})\\]~*?])";

    private static final String NOT_BEFORE = "(?![\\p{L}\\p{N}_\\-]|\\.[\\p{L}\\p{N}_])";

    private final Map<String, Path> places;
    private final Pattern pattern;

    /** @param places normal absolute path ({@link #normal}) in the container → path on this machine */
    PathMapping(Map<String, Path> places) {
        this.places = Map.copyOf(places);
        this.pattern = Pattern.compile(NOT_AFTER + "("
                + places.keySet().stream()
                        .sorted(Comparator.comparingInt(String::length).reversed())
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"))
                + ")" + NOT_BEFORE);
    }

    /** This mapping with more paths. */
    PathMapping with(Map<String, Path> more) {
        var all = new HashMap<>(places);
        all.putAll(more);
        return new PathMapping(all);
    }

    /** The text with every mapped path replaced by its place on this machine. */
    String apply(String text) {
        if (places.isEmpty()) {
            return text;
        }
        return pattern.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(String.valueOf(places.get(found.group(1)))));
    }

    /** Where the absolute path lies, if it or a directory above it is mapped; the nearest counts. */
    Optional<Path> find(String path) {
        for (Path p = Path.of(path); p != null; p = p.getParent()) {
            var place = places.get(p.toString());
            if (place != null) {
                return Optional.of(place.resolve(p.relativize(Path.of(path))).normalize());
            }
        }
        return Optional.empty();
    }

    /**
     * The path without double and trailing slashes, {@code .} and {@code ..}.
     *
     * @param what names the path in the message when it is relative, or the root of the file system
     */
    static String normal(String path, String what) {
        if (!path.startsWith("/")) {
            throw new PlanProblem(what + " is '" + path + "', which is no absolute path: begin it with /");
        }
        if (path.indexOf('\0') >= 0) {
            throw new PlanProblem(what + " contains a NUL character");
        }
        var normal = Path.of(path).normalize().toString();
        if (normal.equals("/")) {
            throw new PlanProblem(what + " is the root directory, which the host executor cannot map to another place");
        }
        return normal;
    }
}
