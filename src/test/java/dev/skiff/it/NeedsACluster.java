package dev.skiff.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Where there is no cluster, the tests of the class are skipped, loudly: see {@link ClusterOfTests}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsACluster.Condition.class)
public @interface NeedsACluster {

    /** Asks before anything of the class is made. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return ClusterOfTests.isThere()
                    ? ConditionEvaluationResult.enabled("there is a cluster")
                    : ConditionEvaluationResult.disabled(ClusterOfTests.NEEDED);
        }
    }
}
