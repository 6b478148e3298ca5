package dev.skiff.spec.read;

import dev.skiff.spec.Position;
import dev.skiff.spec.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the problems of one source. */
public final class Findings {

    private final String file;
    private final List<Problem> problems = new ArrayList<>();

    public Findings(String file) {
        this.file = file;
    }

    public String file() {
        return file;
    }

    public void error(Position at, String path, String message, @Nullable String hint) {
        problems.add(Problem.error(file, at, path, message, hint));
    }

    public void error(Position at, String message) {
        error(at, "", message, null);
    }

    public void warning(Position at, String path, String message, @Nullable String hint) {
        problems.add(Problem.warning(file, at, path, message, hint));
    }

    public List<Problem> problems() {
        return problems;
    }
}
