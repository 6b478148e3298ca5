package dev.skiff.engine;

import dev.skiff.model.NodeType;
import java.util.Map;
import java.util.TreeMap;

/** For how long pods had resources (MET-04): of a pod as its executor says it, of retries, steps, DAGs and the workflow the sum. */
final class Usage {
    private Usage() {}

    static void add(Run run, Node pod, Map<String, Long> used) {
        if (used.isEmpty() || pod.type != NodeType.POD || !pod.used.isEmpty()) {
            return;
        }
        pod.used = used;
        for (Node n = pod; n != null; n = n.boundary) {
            if (n.parent instanceof RetryFrame retry) {
                retry.node().used = sum(retry.node().used, used);
            }
            if (n.boundary != null) {
                n.boundary.used = sum(n.boundary.used, used);
            }
        }
        run.used = sum(run.used, used);
    }

    private static Map<String, Long> sum(Map<String, Long> a, Map<String, Long> b) {
        Map<String, Long> sum = new TreeMap<>(a);
        b.forEach((resource, seconds) -> sum.merge(resource, seconds, Long::sum));
        return sum;
    }
}
