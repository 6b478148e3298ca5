package dev.skiff.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.skiff.model.ModelMapper;
import java.util.List;
import java.util.stream.Collectors;

/** How problems are shown. */
public enum ProblemFormat {
    /** {@code file:line:column: path: message (hint)}, one problem a line; a warning says so. */
    TEXT {
        @Override
        public String render(List<Problem> problems) {
            return problems.stream().map(problem -> line(problem) + "\n").collect(Collectors.joining());
        }
    },
    /** One JSON array with the fields of {@link Problem}. */
    JSON {
        @Override
        public String render(List<Problem> problems) {
            try {
                return ModelMapper.strict().writerWithDefaultPrettyPrinter().writeValueAsString(problems) + "\n";
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("problems are plain values and can be written", e);
            }
        }
    },
    /** Workflow commands of GitHub Actions, which it shows beside the lines of a pull request. */
    GITHUB {
        @Override
        public String render(List<Problem> problems) {
            return problems.stream().map(problem -> command(problem) + "\n").collect(Collectors.joining());
        }
    };

    /** The problems in this format, each line ended; empty for none (in JSON an empty array). */
    public abstract String render(List<Problem> problems);

    private static String line(Problem problem) {
        String place =
                problem.line() == 0 ? problem.file() : problem.file() + ":" + problem.line() + ":" + problem.column();
        String level = problem.severity() == Severity.WARNING ? "warning: " : "";
        return place + ": " + level + sentence(problem);
    }

    private static String sentence(Problem problem) {
        String path = problem.path().isEmpty() ? "" : problem.path() + ": ";
        String hint = problem.hint() == null ? "" : " (" + problem.hint() + ")";
        return path + problem.message() + hint;
    }

    private static String command(Problem problem) {
        String level = problem.severity() == Severity.WARNING ? "warning" : "error";
        String place = problem.line() == 0 ? "" : ",line=" + problem.line() + ",col=" + problem.column();
        return "::" + level + " file=" + property(problem.file()) + place + "::" + data(sentence(problem));
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(text).replace(":", "%3A").replace(",", "%2C");
    }
}
