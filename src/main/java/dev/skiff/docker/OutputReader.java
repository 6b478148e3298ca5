package dev.skiff.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skiff.engine.TaskState.OutputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;

/** Reads one file out of a container that has ended, from its own layer or from what was mounted there. */
final class OutputReader {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Go's {@code fs.FileMode}, which the engine's description of a path uses. */
    private static final long DIRECTORY = 1L << 31;

    private static final long SYMBOLIC_LINK = 1L << 27;
    private static final long NOT_REGULAR = DIRECTORY | 1L << 26 | 1L << 25 | 1L << 24 | 1L << 21 | 1L << 19;
    private static final int MAX_LINKS = 40;

    private final EngineApi api;
    private final int limit;

    /** @param limit in bytes; more is not even fetched */
    OutputReader(EngineApi api, int limit) {
        this.api = api;
        this.limit = limit;
    }

    OutputFile read(String container, String path) throws IOException {
        String at = path;
        for (int links = 0; links < MAX_LINKS; links++) {
            Optional<EngineHttp.Stream> found = api.archive(container, at);
            if (found.isEmpty()) {
                return new OutputFile.Missing();
            }
            try (EngineHttp.Stream archive = found.get()) {
                JsonNode stat = stat(archive.head());
                if ((stat.path("mode").asLong() & SYMBOLIC_LINK) == 0) {
                    return file(archive, stat, path);
                }
                at = target(at, stat.path("linkTarget").asText(""));
            }
        }
        return new OutputFile.Unreadable(
                path + " is a symbolic link that leads nowhere (more than " + MAX_LINKS + " links)");
    }

    private OutputFile file(EngineHttp.Stream archive, JsonNode stat, String path) throws IOException {
        long mode = stat.path("mode").asLong();
        if ((mode & DIRECTORY) != 0) {
            return new OutputFile.Unreadable(path + " is a directory; an output parameter is read from a file");
        }
        if ((mode & NOT_REGULAR) != 0) {
            return new OutputFile.Unreadable(path + " is not a regular file; an output parameter is read from a file");
        }
        long size = stat.path("size").asLong();
        if (size > limit) {
            return tooLarge(path, size);
        }
        Tar.First first;
        try {
            first = Tar.readFirst(archive.body(), limit);
        } catch (EngineException e) {
            throw e;
        } catch (IOException e) {
            throw new EngineLostException(
                    "the container engine at " + api.shown() + " stopped in the middle of " + path, e);
        }
        if (first.content().length > limit) {
            return tooLarge(path, first.content().length);
        }
        return text(path, first.content());
    }

    private OutputFile tooLarge(String path, long size) {
        return new OutputFile.Unreadable(
                "%s is too large for an output parameter: it has %s, the limit is %s; hand over large data as a file"
                        .formatted(path, bytes(size), bytes(limit)));
    }

    private static OutputFile text(String path, byte[] content) {
        try {
            return new OutputFile.Found(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString());
        } catch (CharacterCodingException e) {
            return new OutputFile.Unreadable(path + " is not UTF-8 text; an output parameter is text");
        }
    }

    /** {@code 1048577 bytes (1.0 MiB)}. */
    private static String bytes(long size) {
        String exact = size + " bytes";
        if (size < 1 << 20) {
            return exact;
        }
        boolean giga = size >= 1L << 30;
        double value = (double) size / (giga ? 1L << 30 : 1L << 20);
        return exact + String.format(Locale.ROOT, " (%.1f %s)", value, giga ? "GiB" : "MiB");
    }

    private static String target(String link, String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int slash = link.lastIndexOf('/');
        return link.substring(0, slash + 1) + target;
    }

    private static JsonNode stat(EngineConnection.Head head) throws IOException {
        String encoded = head.header("x-docker-container-path-stat");
        try {
            JsonNode stat = JSON.readTree(Base64.getDecoder().decode(encoded));
            if (stat != null && stat.has("mode")) {
                return stat;
            }
        } catch (IllegalArgumentException e) {
            throw new EngineException(500, "the engine describes a path in a way that is not understood: " + encoded);
        }
        throw new EngineException(500, "the engine does not describe the path that it sends");
    }
}
