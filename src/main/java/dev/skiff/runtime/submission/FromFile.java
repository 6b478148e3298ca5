package dev.skiff.runtime.submission;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * ConfigMaps and Secrets made of files: {@code configmap/NAME=PATH} and {@code secret/NAME=PATH}, as {@code kubectl create … --from-file}
 * makes them. A file is one key, named like the file; a directory is a key for each file in it. The same name twice is one object.
 */
public record FromFile(List<ConfigMap> configMaps, List<Secret> secrets) {
    private static final String SHAPE = "--from-file takes configmap/NAME=PATH or secret/NAME=PATH, not ";

    private record Target(String kind, String name, Path path) {}

    /** @throws InputException for a text of another shape, or a file that cannot be read */
    public static FromFile of(List<String> texts) {
        Map<String, Map<String, byte[]>> configMaps = new LinkedHashMap<>();
        Map<String, Map<String, byte[]>> secrets = new LinkedHashMap<>();
        for (String text : texts) {
            Target target = parse(text);
            var objects = target.kind().equals("secret") ? secrets : configMaps;
            objects.computeIfAbsent(target.name(), n -> new LinkedHashMap<>()).putAll(read(target.path()));
        }
        return new FromFile(
                configMaps.entrySet().stream()
                        .map(e -> configMap(e.getKey(), e.getValue()))
                        .toList(),
                secrets.entrySet().stream()
                        .map(e -> secret(e.getKey(), e.getValue()))
                        .toList());
    }

    /** The same text with the path made absolute, so that it means the same from another directory. */
    public static String absolute(String text) {
        Target target = parse(text);
        return target.kind() + "/" + target.name() + "="
                + target.path().toAbsolutePath().normalize();
    }

    private static Target parse(String text) {
        int slash = text.indexOf('/');
        int equals = text.indexOf('=');
        if (slash <= 0 || equals < slash + 2 || equals == text.length() - 1) {
            throw new InputException(SHAPE + "'" + text + "'");
        }
        String kind = text.substring(0, slash).toLowerCase(java.util.Locale.ROOT);
        if (!kind.equals("configmap") && !kind.equals("secret")) {
            throw new InputException(SHAPE + "'" + text + "'");
        }
        return new Target(kind, text.substring(slash + 1, equals), Path.of(text.substring(equals + 1)));
    }

    private static Map<String, byte[]> read(Path path) {
        try {
            Map<String, byte[]> data = new LinkedHashMap<>();
            for (Path file : files(path)) {
                data.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
            return data;
        } catch (IOException e) {
            throw new InputException(SourceFiles.sentence(path.toString(), e));
        }
    }

    private static List<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> children = Files.list(path)) {
            return new ArrayList<>(
                    children.filter(Files::isRegularFile).sorted().toList());
        }
    }

    private static ConfigMap configMap(String name, Map<String, byte[]> data) {
        ConfigMapBuilder builder =
                new ConfigMapBuilder().withNewMetadata().withName(name).endMetadata();
        data.forEach((key, bytes) -> {
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(bytes))
                        .toString();
                builder.addToData(key, text);
            } catch (CharacterCodingException e) {
                builder.addToBinaryData(key, Base64.getEncoder().encodeToString(bytes));
            }
        });
        return builder.build();
    }

    private static Secret secret(String name, Map<String, byte[]> data) {
        SecretBuilder builder =
                new SecretBuilder().withNewMetadata().withName(name).endMetadata();
        data.forEach((key, bytes) -> builder.addToData(key, Base64.getEncoder().encodeToString(bytes)));
        return builder.build();
    }
}
