package dev.skiff.cli;

import dev.skiff.port.service.ResourceKind;
import dev.skiff.port.service.ServiceException;
import dev.skiff.runtime.submission.ReferredTemplates;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks files together with the templates that a server or a cluster has. */
final class ServedLint {
    private ServedLint() {}

    /** All of them, with their places; where templates may not be read, only those of the files themselves. */
    static List<Problem> problems(Loaded loaded, Served served, CommandContext context) throws InterruptedException {
        Set<String> missing = new LinkedHashSet<>();
        Loaded joined;
        try {
            joined = ReferredTemplates.beside(
                    loaded, served.place(ResourceKind.WORKFLOW_TEMPLATE), served.session(), missing);
        } catch (ServiceException e) {
            if (e.why() != ServiceException.Why.FORBIDDEN) {
                throw e;
            }
            context.err()
                    .println("skiff: what the files refer to is not checked here, for it may not be read: "
                            + e.getMessage());
            return loaded.problems().stream()
                    .filter(p -> p.severity() == Severity.ERROR)
                    .toList();
        }
        List<Problem> problems = new ArrayList<>(Lint.check(joined));
        for (String sentence : missing) {
            problems.add(new Problem(Severity.ERROR, loaded.files().getFirst(), 0, 0, "", sentence, null));
        }
        return problems;
    }
}
