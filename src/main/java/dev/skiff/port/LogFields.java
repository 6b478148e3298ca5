package dev.skiff.port;

import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.MDC;

/**
 * Says for the lines that this thread logs which workflow and node they are about; in a cluster they are fields of the line. To be used in a
 * {@code try} statement.
 */
public final class LogFields implements AutoCloseable {

    private final List<String> put = new ArrayList<>();

    private LogFields() {}

    /** @param name of the workflow */
    public static LogFields ofWorkflow(String namespace, String name) {
        return new LogFields().with("namespace", namespace).with("workflow", name);
    }

    /** @param node the node's name, {@code run[0].a} */
    public static LogFields ofNode(String namespace, String name, String node) {
        return ofWorkflow(namespace, name).with("node", node);
    }

    private LogFields with(String field, String value) {
        MDC.put(field, value);
        put.add(field);
        return this;
    }

    @Override
    public void close() {
        put.forEach(MDC::remove);
    }
}
