package dev.skiff.spec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What a document refers to beside itself. Names may hold tags, which are resolved only when the workflow runs.
 *
 * @param templates names of WorkflowTemplates
 * @param clusterTemplates names of ClusterWorkflowTemplates
 * @param configMaps names of ConfigMaps that values of parameters, limits of semaphores and artifact repositories come from
 */
public record References(Set<String> templates, Set<String> clusterTemplates, Set<String> configMaps) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String TAG = "{{";
    private static final String USUAL_REPOSITORIES = "artifact-repositories";

    public References {
        templates = Collections.unmodifiableSet(new LinkedHashSet<>(templates));
        clusterTemplates = Collections.unmodifiableSet(new LinkedHashSet<>(clusterTemplates));
        configMaps = Collections.unmodifiableSet(new LinkedHashSet<>(configMaps));
    }

    /** Whether only the run will tell some of the names. */
    public static boolean isTagged(Set<String> names) {
        return names.stream().anyMatch(name -> name.contains(TAG));
    }

    /** Of a document as JSON; what is no JSON refers to nothing. */
    public static References in(byte[] document) {
        Scan scan = new Scan();
        try (JsonParser parser = FACTORY.createParser(document)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME) {
                    scan.field(parser);
                }
            }
        } catch (IOException e) {
            // whoever reads the document says so
        }
        return new References(scan.templates, scan.clusterTemplates, scan.configMaps);
    }

    private static final class Scan {
        private final Set<String> templates = new LinkedHashSet<>();
        private final Set<String> clusterTemplates = new LinkedHashSet<>();
        private final Set<String> configMaps = new LinkedHashSet<>();

        /** The parser stands at a field's name, and is left at its name or at the end of its value. */
        void field(JsonParser parser) throws IOException {
            switch (parser.currentName()) {
                case "templateRef", "workflowTemplateRef" -> template(parser);
                case "configMapKeyRef" -> configMap(parser, "name");
                case "artifactRepositoryRef" -> configMap(parser, "configMap");
                // one without a place lies in the repository
                case "artifacts", "archiveLogs" -> configMaps.add(USUAL_REPOSITORIES);
                // those are the kubelet's to look up
                case "env", "envFrom", "volumes", "status", "annotations" -> {
                    parser.nextToken();
                    parser.skipChildren();
                }
                default -> {}
            }
        }

        private void template(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            String name = "";
            boolean cluster = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("name") && value == JsonToken.VALUE_STRING) {
                    name = parser.getText();
                } else if (field.equals("clusterScope")) {
                    cluster = value == JsonToken.VALUE_TRUE;
                } else {
                    parser.skipChildren();
                }
            }
            if (!name.isEmpty()) {
                (cluster ? clusterTemplates : templates).add(name);
            }
        }

        /** @param named the field that names it */
        private void configMap(JsonParser parser, String named) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals(named) && value == JsonToken.VALUE_STRING) {
                    configMaps.add(parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        }
    }
}
