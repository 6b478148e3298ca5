package dev.skiff.config;

import dev.skiff.rehearsal.Mock;
import dev.skiff.rehearsal.MockFile;
import dev.skiff.rehearsal.suite.Expected;
import dev.skiff.rehearsal.suite.TestCase;
import dev.skiff.rehearsal.suite.TestFile;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Files of mocks and of workflow tests. */
@RegisterForReflection(
        targets = {
            Expected.class,
            Expected.Count.class,
            Expected.OfNode.class,
            Mock.class,
            Mock.Approval.class,
            Mock.Given.class,
            Mock.Response.class,
            MockFile.class,
            TestCase.class,
            TestCase.Ask.class,
            TestFile.class
        })
public final class RehearsalReflectionTargets {

    private RehearsalReflectionTargets() {}
}
