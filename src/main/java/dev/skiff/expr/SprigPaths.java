package dev.skiff.expr;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;

/** sprig's functions on paths, which are those of Go's package path; the {@code os} ones are the same on Linux. */
final class SprigPaths {

    static final List<Function> TABLE = List.of(
            text("sprig.base", SprigPaths::base),
            text("sprig.osBase", SprigPaths::base),
            text("sprig.dir", SprigPaths::dir),
            text("sprig.osDir", SprigPaths::dir),
            text("sprig.clean", SprigPaths::clean),
            text("sprig.osClean", SprigPaths::clean),
            text("sprig.ext", SprigPaths::ext),
            text("sprig.osExt", SprigPaths::ext),
            Function.of("sprig.isAbs", 1, args -> args.string(0).startsWith("/")),
            Function.of("sprig.osIsAbs", 1, args -> args.string(0).startsWith("/")));

    private SprigPaths() {}

    private static Function text(String name, UnaryOperator<String> operator) {
        return Function.of(name, 1, args -> args.checked(operator.apply(args.string(0))));
    }

    private static String base(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        if (end == 0) {
            return path.isEmpty() ? "." : "/";
        }
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    private static String dir(String path) {
        return clean(path.substring(0, path.lastIndexOf('/') + 1));
    }

    private static String ext(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(dot) : "";
    }

    private static String clean(String path) {
        boolean absolute = path.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            boolean canGoUp = !parts.isEmpty() && !parts.getLast().equals("..");
            if (part.equals("..") && canGoUp) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && absolute)) {
                parts.addLast(part);
            }
        }
        String joined = String.join("/", parts);
        return absolute ? "/" + joined : joined.isEmpty() ? "." : joined;
    }
}
