package dev.skiff.artifact;

import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.ArtifactException;
import dev.skiff.port.RunContext;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Which repository a run's artifacts lie in (ART-07). */
final class Repositories {
    private static final String USUAL_MAP = "artifact-repositories";
    private static final String DEFAULT_KEY = "workflows.argoproj.io/default-artifact-repository";

    private final Usual usual;

    /** The repository of all runs that name no other. */
    private interface Usual {
        Repository repository() throws ArtifactException;
    }

    /** @param configuration a YAML file whose {@code artifactRepository} is the repository of all runs that name no other; may be absent */
    Repositories(Path configuration) {
        this.usual = () -> Files.exists(configuration) ? ofFile(configuration) : Repository.DIRECTORY;
    }

    /** @param configured the repository of all runs that name no other, asked each time */
    Repositories(Supplier<Optional<ArtifactRepository>> configured) {
        this.usual = () -> {
            Optional<ArtifactRepository> found = configured.get();
            return found.isPresent() ? Repository.of(found.get()) : Repository.DIRECTORY;
        };
    }

    /**
     * What the workflow's {@code artifactRepositoryRef} names; else the default entry of the ConfigMap {@code artifact-repositories}; else
     * what the configuration says; else the directory.
     */
    Repository of(RunContext run) throws ArtifactException {
        var reference = run.workflow().spec().artifactRepositoryRef();
        String name = reference == null
                        || reference.configMap() == null
                        || reference.configMap().isEmpty()
                ? USUAL_MAP
                : reference.configMap();
        Optional<ConfigMap> map = run.resources().configMaps().stream()
                .filter(m -> name.equals(m.getMetadata().getName()))
                .reduce((_, last) -> last);
        if (map.isPresent()) {
            String key = reference == null
                            || reference.key() == null
                            || reference.key().isEmpty()
                    ? defaultKey(map.get())
                    : reference.key();
            return ofMap(map.get(), key);
        }
        if (reference != null) {
            throw new ArtifactException("spec.artifactRepositoryRef names the ConfigMap '" + name
                    + "', and the run was given none of this name: give its file with --manifest");
        }
        return usual.repository();
    }

    private static String defaultKey(ConfigMap map) {
        Map<String, String> annotations = map.getMetadata().getAnnotations();
        return annotations == null ? "" : annotations.getOrDefault(DEFAULT_KEY, "");
    }

    private static Repository ofMap(ConfigMap map, String key) throws ArtifactException {
        String where = "the ConfigMap '" + map.getMetadata().getName() + "'";
        String text = map.getData() == null ? null : map.getData().get(key);
        if (text == null) {
            throw new ArtifactException(where + " has no key '" + key + "' that describes an artifact repository: name"
                    + " one in spec.artifactRepositoryRef.key, or in the map's annotation " + DEFAULT_KEY);
        }
        return Repository.of(read(yaml(text, where + ", key '" + key + "'"), where + ", key '" + key + "'"));
    }

    private static Repository ofFile(Path configuration) throws ArtifactException {
        String where = configuration.toString();
        Object document;
        try {
            document = yaml(Files.readString(configuration), where);
        } catch (IOException e) {
            throw new ArtifactException(where + " cannot be read: " + e.getMessage());
        }
        Object repository = document instanceof Map<?, ?> fields ? fields.get("artifactRepository") : null;
        return repository == null
                ? Repository.DIRECTORY
                : Repository.of(read(repository, where + ", artifactRepository"));
    }

    private static Object yaml(String text, String where) throws ArtifactException {
        try {
            Object document = new Load(LoadSettings.builder().build()).loadFromString(text);
            return document == null ? Map.of() : document;
        } catch (YamlEngineException e) {
            throw new ArtifactException(where + " is not YAML: " + e.getMessage());
        }
    }

    private static ArtifactRepository read(Object value, String where) throws ArtifactException {
        try {
            return ModelMapper.lenient().convertValue(value, ArtifactRepository.class);
        } catch (IllegalArgumentException e) {
            throw new ArtifactException(where + " does not describe an artifact repository: " + e.getMessage());
        }
    }
}
