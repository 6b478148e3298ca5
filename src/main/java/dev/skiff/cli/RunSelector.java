package dev.skiff.cli;

import dev.skiff.model.Workflow;
import dev.skiff.port.RunStore.StoredRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A choice of runs in the syntax of Kubernetes' label and field selectors; all conditions have to hold. */
final class RunSelector {
    private static final String KEY = "([A-Za-z0-9][-A-Za-z0-9_./]*)";
    private static final Pattern EQUALITY = Pattern.compile("\\s*" + KEY + "\\s*(==|=|!=)\\s*(\\S*)\\s*");
    private static final Pattern SET = Pattern.compile("\\s*" + KEY + "\\s+(in|notin)\\s*\\(([^()]*)\\)\\s*");
    private static final Pattern PRESENCE = Pattern.compile("\\s*(!?)\\s*" + KEY + "\\s*");
    /** A comma that is not between parentheses. */
    private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");

    private final List<Predicate<StoredRun>> conditions;

    private RunSelector(List<Predicate<StoredRun>> conditions) {
        this.conditions = conditions;
    }

    /** @throws IllegalArgumentException with a sentence for the user */
    static RunSelector of(@Nullable String labels, @Nullable String fields) {
        List<Predicate<StoredRun>> conditions = new ArrayList<>();
        for (String part : labels == null ? new String[0] : COMMA.split(labels, -1)) {
            Predicate<Map<String, String>> condition = label(part);
            conditions.add(run -> condition.test(labels(run)));
        }
        for (String part : fields == null ? new String[0] : fields.split(",", -1)) {
            conditions.add(field(part));
        }
        return new RunSelector(conditions);
    }

    boolean matches(StoredRun run) {
        return conditions.stream().allMatch(c -> c.test(run));
    }

    private static Predicate<Map<String, String>> label(String part) {
        Matcher equality = EQUALITY.matcher(part);
        if (equality.matches()) {
            boolean wanted = !equality.group(2).equals("!=");
            return labels -> equality.group(3).equals(labels.get(equality.group(1))) == wanted;
        }
        Matcher set = SET.matcher(part);
        if (set.matches()) {
            List<String> values = List.of(set.group(3).strip().split("\\s*,\\s*", -1));
            boolean wanted = set.group(2).equals("in");
            return labels -> values.contains(labels.getOrDefault(set.group(1), "\0")) == wanted;
        }
        Matcher presence = PRESENCE.matcher(part);
        if (presence.matches()) {
            boolean wanted = presence.group(1).isEmpty();
            return labels -> labels.containsKey(presence.group(2)) == wanted;
        }
        throw new IllegalArgumentException("'" + part.strip()
                + "' is no condition on labels: write key=value, key!=value, key, !key or 'key in (a,b)'");
    }

    /** With those that Argo's controller gives a workflow. */
    private static Map<String, String> labels(StoredRun run) {
        Map<String, String> labels = Printer.labelled(run.workflow()).metadata().getLabels();
        return labels == null ? Map.of() : labels;
    }

    private static Predicate<StoredRun> field(String part) {
        Matcher equality = EQUALITY.matcher(part);
        if (!equality.matches()) {
            throw new IllegalArgumentException(
                    "'" + part.strip() + "' is no condition on a field: write status.phase=Failed, for instance");
        }
        boolean wanted = !equality.group(2).equals("!=");
        return switch (equality.group(1)) {
            case "metadata.name" -> run -> run.name().equals(equality.group(3)) == wanted;
            case "status.phase" -> run -> phase(run.workflow()).equals(equality.group(3)) == wanted;
            default ->
                throw new IllegalArgumentException("runs cannot be chosen by the field '" + equality.group(1)
                        + "': by metadata.name or status.phase");
        };
    }

    private static String phase(Workflow workflow) {
        var status = workflow.status();
        var phase = status == null ? null : status.phase();
        return phase == null ? "Pending" : phase.text();
    }
}
