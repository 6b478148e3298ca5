package dev.skiff.cli.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The window that a stream goes to.
 *
 * @param columns as large as the window is now
 */
public record Terminal(int columns, int lines) {
    private static final Terminal USUAL = new Terminal(80, 24);

    /**
     * The window behind a standard stream of this process; empty when it is a file or a pipe. Asks {@code stty}: Java knows whether
     * there is a console, but neither for which stream nor how large it is.
     *
     * @param descriptor 1 for standard output, 2 for standard error
     */
    public static Optional<Terminal> of(int descriptor, Map<String, String> environment) {
        if (environment.getOrDefault("TERM", "dumb").equals("dumb")) {
            return Optional.empty();
        }
        try {
            Process stty = ask(descriptor);
            var answer = descriptor == 1 ? stty.getErrorStream() : stty.getInputStream();
            String size = new String(answer.readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!stty.waitFor(2, TimeUnit.SECONDS) || stty.exitValue() != 0) {
                return Optional.empty();
            }
            return Optional.of(parse(size));
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** The stream is handed on as it is; the answer comes on the other one. */
    private static Process ask(int descriptor) throws IOException {
        var inherit = ProcessBuilder.Redirect.INHERIT;
        if (descriptor == 1) {
            return new ProcessBuilder("sh", "-c", "[ -t 1 ] && stty size <&1 1>&2")
                    .redirectOutput(inherit)
                    .start();
        }
        return new ProcessBuilder("sh", "-c", "[ -t 2 ] && stty size <&2")
                .redirectError(inherit)
                .start();
    }

    static Terminal parse(String size) {
        String[] words = size.split(" ", -1);
        try {
            int lines = Integer.parseInt(words[0]);
            int columns = words.length == 2 ? Integer.parseInt(words[1]) : 0;
            return lines > 2 && columns > 20 ? new Terminal(columns, lines) : USUAL;
        } catch (NumberFormatException e) {
            return USUAL;
        }
    }
}
