package dev.skiff.runtime.submission;

import dev.skiff.spec.ReadLimits;
import dev.skiff.spec.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Finds and reads what users name: files, directories with all that is below them, {@code -} for standard input. */
public final class SourceFiles {
    public static final String STANDARD_INPUT = "-";

    private final InputStream in;

    public SourceFiles(InputStream in) {
        this.in = in;
    }

    /**
     * All of them, each once, a directory's in the order of their names.
     *
     * @throws InputException naming every one that cannot be read
     */
    public List<Source> read(List<String> names) {
        List<String> failures = new ArrayList<>();
        Set<String> files = new LinkedHashSet<>();
        for (String name : names) {
            try {
                files.addAll(below(name));
            } catch (IOException e) {
                failures.add(sentence(name, e));
            }
        }
        List<Source> sources = new ArrayList<>();
        for (String file : files) {
            try {
                sources.add(new Source(file, content(file)));
            } catch (IOException e) {
                failures.add(sentence(file, e));
            }
        }
        if (!failures.isEmpty()) {
            throw new InputException(String.join("\n", failures));
        }
        return sources;
    }

    private static List<String> below(String name) throws IOException {
        if (name.equals(STANDARD_INPUT) || !Files.isDirectory(Path.of(name))) {
            return List.of(name);
        }
        try (Stream<Path> files = Files.walk(Path.of(name))) {
            List<String> manifests = files.filter(SourceFiles::isManifest)
                    .map(Path::toString)
                    .sorted()
                    .toList();
            if (manifests.isEmpty()) {
                throw new FileSystemException(name, null, "there is no .yaml, .yml or .json file in this directory");
            }
            return manifests;
        }
    }

    private static boolean isManifest(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json")) && Files.isRegularFile(file);
    }

    /** One byte more than may be read, so that the limit is noticed by whoever parses it, and memory is not. */
    private byte[] content(String name) throws IOException {
        int limit = ReadLimits.DEFAULT.bytes() + 1;
        if (name.equals(STANDARD_INPUT)) {
            return in.readNBytes(limit);
        }
        Path file = Path.of(name);
        if (Files.isRegularFile(file) && Files.size(file) >= limit) {
            throw new FileSystemException(
                    name,
                    null,
                    "the file has %,d bytes; the limit is %d MB"
                            .formatted(Files.size(file), ReadLimits.DEFAULT.bytes() >> 20));
        }
        try (InputStream content = Files.newInputStream(file)) {
            return content.readNBytes(limit);
        }
    }

    public static String sentence(String name, IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> name + ": there is no such file";
            case java.nio.file.AccessDeniedException denied -> name + ": permission denied";
            case FileSystemException f when f.getReason() != null -> name + ": " + f.getReason();
            default -> name + ": " + (e.getMessage() == null ? e.toString() : e.getMessage());
        };
    }
}
