package dev.skiff.crd;

import dev.skiff.model.ClusterWorkflowTemplate;
import dev.skiff.model.CronWorkflow;
import dev.skiff.model.Workflow;
import dev.skiff.model.WorkflowEventBinding;
import dev.skiff.model.WorkflowTemplate;
import dev.skiff.spec.shape.Shape;
import dev.skiff.spec.shape.Shapes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One kind of the group {@code argoproj.io}: names, scope and columns as Argo's definition has them (features.md section 1). */
enum Definition {
    WORKFLOWS(
            Workflow.class,
            "Namespaced",
            List.of("wf"),
            List.of(
                    column("Status", "string", ".status.phase", "Status of the workflow"),
                    column("Age", "date", ".status.startedAt", "When the workflow was started"),
                    column("Message", "string", ".status.message", "Human readable message indicating details"))),
    WORKFLOWTEMPLATES(WorkflowTemplate.class, "Namespaced", List.of("wftmpl"), List.of()),
    CLUSTERWORKFLOWTEMPLATES(ClusterWorkflowTemplate.class, "Cluster", List.of("clusterwftmpl", "cwft"), List.of()),
    CRONWORKFLOWS(
            CronWorkflow.class,
            "Namespaced",
            List.of("cwf", "cronwf"),
            List.of(
                    column("Schedules", "string", ".spec.schedules", "When it runs, in cron's notation"),
                    column("Suspended", "boolean", ".spec.suspend", "Whether it is switched off"),
                    column("Last run", "date", ".status.lastScheduledTime", "When it last started a workflow"),
                    column("Age", "date", ".metadata.creationTimestamp", "When it was created"))),
    WORKFLOWEVENTBINDINGS(WorkflowEventBinding.class, "Namespaced", List.of("wfeb"), List.of());

    private final Class<?> model;
    private final String scope;
    private final List<String> shortNames;
    private final List<Map<String, Object>> columns;

    Definition(Class<?> model, String scope, List<String> shortNames, List<Map<String, Object>> columns) {
        this.model = model;
        this.scope = scope;
        this.shortNames = shortNames;
        this.columns = columns;
    }

    String fileName() {
        return plural() + ".yaml";
    }

    /** The whole CustomResourceDefinition. No kind has a status subresource: Argo's commands write the status with the object. */
    Map<String, Object> document(Descriptions descriptions) {
        Shape.Fields fields = (Shape.Fields) Shapes.of(model);
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("name", "v1alpha1");
        version.put("served", true);
        version.put("storage", true);
        if (!columns.isEmpty()) {
            version.put("additionalPrinterColumns", columns);
        }
        version.put("schema", Map.of("openAPIV3Schema", new Schema(descriptions).ofKind(fields)));
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("group", "argoproj.io");
        spec.put("names", names());
        spec.put("scope", scope);
        spec.put("versions", List.of(version));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("apiVersion", "apiextensions.k8s.io/v1");
        document.put("kind", "CustomResourceDefinition");
        document.put("metadata", Map.of("name", plural() + ".argoproj.io"));
        document.put("spec", spec);
        return document;
    }

    private Map<String, Object> names() {
        String kind = model.getSimpleName();
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("kind", kind);
        names.put("listKind", kind + "List");
        names.put("plural", plural());
        names.put("shortNames", shortNames);
        names.put("singular", kind.toLowerCase(Locale.ROOT));
        return names;
    }

    private String plural() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> column(String name, String type, String path, String description) {
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("name", name);
        column.put("type", type);
        column.put("jsonPath", path);
        column.put("description", description);
        return column;
    }
}
