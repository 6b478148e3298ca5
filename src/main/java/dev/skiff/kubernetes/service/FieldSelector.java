package dev.skiff.kubernetes.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.skiff.port.service.ServiceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A field selector in two parts: what the API server judges, and what it does not know of the objects of definitions, such as
 * {@code status.phase}, which is judged here.
 *
 * @param server in Kubernetes' syntax; empty for everything
 */
record FieldSelector(String server, List<Term> terms) {
    static final FieldSelector ALL = new FieldSelector("", List.of());

    private static final Set<String> SERVERS = Set.of("metadata.name", "metadata.namespace");
    private static final List<String> OWN = List.of(
            "status.phase",
            "spec.workflowTemplateRef.name",
            "spec.workflowTemplateRef.clusterScope",
            "spec.entrypoint",
            "spec.suspend");
    private static final Pattern TERM = Pattern.compile("\\s*([A-Za-z0-9][-./\\w]*)\\s*(!=|==|=)(.*)", Pattern.DOTALL);

    /** One of the conditions, all of which have to hold. */
    record Term(List<String> path, boolean equal, String value) {
        private boolean holds(JsonNode object) {
            JsonNode at = object;
            for (String field : path) {
                at = at.path(field);
            }
            return at.asText("").equals(value) == equal;
        }
    }

    FieldSelector {
        terms = List.copyOf(terms);
    }

    /** @throws ServiceException INVALID */
    static FieldSelector parse(String text) {
        if (text.isBlank()) {
            return ALL;
        }
        List<String> server = new ArrayList<>();
        List<Term> own = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher m = TERM.matcher(part);
            if (!m.matches()) {
                throw new ServiceException(
                        ServiceException.Why.INVALID,
                        "fieldSelector: '" + part
                                + "' is no condition: write field=value, such as status.phase=Failed");
            }
            if (SERVERS.contains(m.group(1))) {
                server.add(part.strip());
            } else if (!OWN.contains(m.group(1))) {
                throw new ServiceException(
                        ServiceException.Why.INVALID,
                        "objects cannot be chosen by the field '" + m.group(1)
                                + "': by metadata.name, metadata.namespace, " + String.join(", ", OWN));
            } else {
                own.add(new Term(
                        List.of(m.group(1).split("\\.")),
                        !m.group(2).equals("!="),
                        m.group(3).strip()));
            }
        }
        return new FieldSelector(String.join(",", server), own);
    }

    /** What is judged here. */
    boolean holds(JsonNode object) {
        return terms.stream().allMatch(t -> t.holds(object));
    }
}
