package dev.skiff.api.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skiff.model.ModelMapper;
import dev.skiff.port.service.ServiceException;
import dev.skiff.port.service.ServiceException.Why;
import dev.skiff.port.service.WorkflowService;
import dev.skiff.runtime.submission.ReferredTemplates;
import dev.skiff.spec.Lint;
import dev.skiff.spec.Loaded;
import dev.skiff.spec.Manifests;
import dev.skiff.spec.Problem;
import dev.skiff.spec.Severity;
import dev.skiff.spec.Source;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Checks objects as {@code skiff lint} does, with what they refer to as the caller sees it. */
final class Checking {
    private Checking() {}

    /** @throws ServiceException INVALID with all problems */
    static void check(ObjectNode object, String namespace, WorkflowService.Session session)
            throws InterruptedException {
        Loaded own = Manifests.load(List.of(new Source("", bytes(object))));
        Set<String> sentences = new LinkedHashSet<>();
        Loaded joined = ReferredTemplates.beside(own, namespace, session, sentences);
        for (Problem problem : Lint.check(joined)) {
            if (problem.severity() == Severity.ERROR) {
                sentences.add(sentence(problem));
            }
        }
        if (!sentences.isEmpty()) {
            throw new ServiceException(Why.INVALID, String.join("; ", sentences), List.copyOf(sentences));
        }
    }

    static String sentence(Problem problem) {
        return (problem.path().isEmpty() ? "" : problem.path() + ": ")
                + problem.message()
                + (problem.hint() == null ? "" : "; " + problem.hint());
    }

    private static byte[] bytes(JsonNode tree) {
        try {
            return ModelMapper.lenient().writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }
}
