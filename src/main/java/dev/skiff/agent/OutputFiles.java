package dev.skiff.agent;

import dev.skiff.engine.TaskState.OutputFile;
import dev.skiff.handover.AgentPlan.Parameter;
import dev.skiff.pod.OutputText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads output parameters. */
final class OutputFiles {
    private final long limit;
    private long left;

    /** @param limit of all texts together, in bytes */
    OutputFiles(long limit) {
        this.limit = limit;
        this.left = limit;
    }

    /** The result is text like any other. */
    void count(String result) {
        left -= result.getBytes(StandardCharsets.UTF_8).length;
    }

    Map<String, OutputFile> read(List<Parameter> parameters) {
        Map<String, OutputFile> files = new LinkedHashMap<>();
        parameters.forEach(p -> files.put(p.name(), read(p.path())));
        return files;
    }

    private OutputFile read(String path) {
        try {
            Path file = Path.of(path);
            if (!Files.exists(file)) {
                return new OutputFile.Missing();
            }
            if (Files.isDirectory(file)) {
                return OutputText.directory(path);
            }
            // opening a named pipe would wait for a writer
            if (!Files.isRegularFile(file)) {
                return OutputText.notRegular(path);
            }
            long size = Files.size(file);
            if (size > limit) {
                return OutputText.tooLarge(path, size, limit);
            }
            if (size > left) {
                return new OutputFile.Unreadable(
                        "%s is too large: with its %d bytes the outputs of this step have more than %d"
                                        .formatted(path, size, limit)
                                + " bytes together; hand over large data as an artifact");
            }
            byte[] bytes = firstBytes(file);
            left -= bytes.length;
            return OutputText.of(path, bytes);
        } catch (IOException e) {
            return new OutputFile.Unreadable(path + " cannot be read: " + Words.of(e));
        } catch (InvalidPathException e) {
            return new OutputFile.Unreadable("'" + path + "' is no path");
        }
    }

    /** No more than is left, however the file grows meanwhile. */
    private byte[] firstBytes(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes((int) Math.min(left, Integer.MAX_VALUE - 8));
        }
    }
}
