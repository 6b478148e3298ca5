package dev.skiff.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.kubernetes.ControllerConfig.ImageCommand;
import dev.skiff.kubernetes.ControllerConfig.MetricsConfig;
import dev.skiff.kubernetes.ControllerConfig.Read;
import dev.skiff.kubernetes.ControllerConfig.Retention;
import dev.skiff.kubernetes.ControllerConfig.TemplateReferencing;
import dev.skiff.kubernetes.pods.PodRate;
import dev.skiff.model.ArtifactRepository;
import dev.skiff.model.Workflow;
import io.fabric8.kubernetes.api.model.Container;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads the data of {@code workflow-controller-configmap}: the key {@code config} holds all fields, or, without that, there is one key per
 * field. What is malformed is told and left out, so that one bad line does not take the controller's other settings away.
 */
public final class ConfigReader {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final LoadSettings YAML = LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(false)
            .build();
    private static final String WHOLE = "config";
    private static final int METRICS_PORT = 9090;
    private static final Duration POD_DELAY = Duration.ofSeconds(5);

    /** Of the user interface, or of parts that Argo has beside its pods and Skiff has not: nothing is lost without them. */
    private static final Set<String> OF_NO_USE = Set.of(
            "navColor", "columns", "links", "sso", "disableAgentPodCreation", "initlessPod", "podSpecLogStrategy");

    private static final Set<String> USED_OF_EXECUTOR =
            Set.of("name", "image", "imagePullPolicy", "resources", "securityContext", "args", "env");

    private final List<String> notices = new ArrayList<>();

    private ConfigReader() {}

    /** @param data of the ConfigMap; empty when there is none */
    public static Read read(Map<String, String> data) {
        ConfigReader reader = new ConfigReader();
        ConfigTree tree = new ConfigTree("", reader.tree(data), reader.notices);
        ControllerConfig config = reader.config(tree);
        return new Read(config, reader.notices);
    }

    private ObjectNode tree(Map<String, String> data) {
        ObjectNode tree = MAPPER.createObjectNode();
        if (data.containsKey(WHOLE)) {
            JsonNode all = yaml(WHOLE, data.get(WHOLE));
            if (all instanceof ObjectNode fields) {
                tree = fields;
            } else if (!all.isNull()) {
                notices.add("config: expected a mapping (key: value); nothing of it is used");
            }
            for (String other : new TreeMap<>(data).keySet()) {
                if (!other.equals(WHOLE)) {
                    notices.add(other + ": is not looked at, because the key 'config' is there; move it into that");
                }
            }
        } else {
            for (var entry : new TreeMap<>(data).entrySet()) {
                tree.set(entry.getKey(), yaml(entry.getKey(), entry.getValue()));
            }
        }
        return tree;
    }

    private JsonNode yaml(String key, String text) {
        try {
            return MAPPER.valueToTree(new Load(YAML).loadFromString(text));
        } catch (MarkedYamlEngineException e) {
            String line = e.getProblemMark()
                    .map(mark -> " in line " + (mark.getLine() + 1))
                    .orElse("");
            notices.add(key + ": is no YAML and not used: " + e.getProblem() + line);
            return MAPPER.nullNode();
        } catch (YamlEngineException e) {
            notices.add(key + ": is no YAML and not used: " + e.getMessage());
            return MAPPER.nullNode();
        }
    }

    private ControllerConfig config(ConfigTree tree) {
        ConfigTree nodeEvents = tree.object("nodeEvents");
        ConfigTree workflowEvents = tree.object("workflowEvents");
        var config = new ControllerConfig(
                new ControllerConfig.Events(
                        nodeEvents.flag("enabled", true),
                        nodeEvents.flag("sendAsPod", false),
                        workflowEvents.flag("enabled", true)),
                executor(tree),
                mainContainer(tree),
                tree.value("artifactRepository", ArtifactRepository.class),
                tree.text("namespace"),
                orEmpty(tree.text("instanceID")),
                orZero(tree.count("parallelism")),
                orZero(tree.count("namespaceParallelism")),
                rateLimit(tree),
                workflowDefaults(tree),
                new ControllerConfig.PodDeletion(
                        tree.seconds("podGCGracePeriodSeconds"), tree.duration("podGCDeleteDelayDuration", POD_DELAY)),
                referencing(tree.object("workflowRestrictions")),
                tree.duration("initialDelay", Duration.ZERO),
                images(tree.object("images")),
                retention(tree.object("retentionPolicy")),
                metrics(tree.object("metricsConfig")),
                PersistenceReader.read(tree.object("persistence")));
        nodeEvents.nothingElse(Set.of());
        workflowEvents.nothingElse(Set.of());
        tree.nothingElse(OF_NO_USE);
        return config;
    }

    private @Nullable Container executor(ConfigTree tree) {
        Container executor = tree.value("executor", Container.class);
        if (executor != null) {
            tree.object("executor").onlyUsed(USED_OF_EXECUTOR);
        }
        return executor;
    }

    /** What fabric8's bean does not know it keeps aside. */
    private static @Nullable Container mainContainer(ConfigTree tree) {
        Container main = tree.value("mainContainer", Container.class);
        if (main != null) {
            main.getAdditionalProperties()
                    .keySet()
                    .forEach(name -> tree.object("mainContainer").unsupported(name, "containers have no such field"));
        }
        return main;
    }

    private static PodRate.@Nullable Limit rateLimit(ConfigTree tree) {
        ConfigTree limit = tree.object("resourceRateLimit");
        Double rate = limit.number("limit");
        Integer burst = limit.count("burst");
        limit.nothingElse(Set.of());
        return rate == null ? null : new PodRate.Limit(rate, burst == null || burst == 0 ? 1 : burst);
    }

    /** They have neither kind nor need for metadata or spec. */
    private static @Nullable Workflow workflowDefaults(ConfigTree tree) {
        return tree.value("workflowDefaults", Workflow.class, given -> {
            given.withObjectProperty("metadata");
            given.withObjectProperty("spec");
        });
    }

    private static TemplateReferencing referencing(ConfigTree restrictions) {
        String given = orEmpty(restrictions.text("templateReferencing"));
        restrictions.nothingElse(Set.of());
        return switch (given) {
            case "" -> TemplateReferencing.FREE;
            case "Strict" -> TemplateReferencing.STRICT;
            case "Secure" -> TemplateReferencing.SECURE;
            default -> {
                restrictions.wrong("templateReferencing", "Strict or Secure", "Strict");
                yield TemplateReferencing.STRICT;
            }
        };
    }

    private static Map<String, ImageCommand> images(ConfigTree images) {
        Map<String, ImageCommand> commands = new LinkedHashMap<>();
        for (String image : images.names()) {
            ConfigTree given = images.object(image);
            commands.put(image, new ImageCommand(given.texts("entrypoint"), given.texts("cmd")));
            given.nothingElse(Set.of("command"));
        }
        return commands;
    }

    private static Retention retention(ConfigTree policy) {
        var retention = new Retention(policy.count("completed"), policy.count("failed"), policy.count("errored"));
        policy.nothingElse(Set.of());
        return retention;
    }

    private static MetricsConfig metrics(ConfigTree metrics) {
        String path = metrics.text("path");
        Integer port = metrics.count("port");
        ConfigTree modifiers = metrics.object("modifiers");
        Map<String, List<Double>> buckets = new LinkedHashMap<>();
        List<String> disabled = new ArrayList<>();
        for (String name : modifiers.names()) {
            ConfigTree modifier = modifiers.object(name);
            if (modifier.flag("disabled", false)) {
                disabled.add(name);
            }
            List<Double> bounds = modifier.numbers("histogramBuckets");
            if (!bounds.isEmpty()) {
                buckets.put(name, bounds);
            }
            modifier.nothingElse(Set.of());
        }
        var config = new MetricsConfig(
                metrics.flag("enabled", true),
                path == null ? "/metrics" : path,
                port == null ? METRICS_PORT : port,
                metrics.timeToLive("metricsTTL"),
                buckets,
                disabled);
        if (metrics.flag("secure", false)) {
            metrics.unsupported(
                    "secure", "metrics are given over plain HTTP; let a NetworkPolicy say who may read them");
        }
        metrics.nothingElse(Set.of("ignoreErrors", "disableLegacy"));
        return config;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
