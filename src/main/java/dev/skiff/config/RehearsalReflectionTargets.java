package dev.skiff.config;

import dev.skiff.rehearsal.Mock;
import dev.skiff.rehearsal.MockFile;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** Files of mocks and of workflow tests. */
@RegisterForReflection(
        targets = {Mock.class, Mock.Approval.class, Mock.Given.class, Mock.Response.class, MockFile.class})
public final class RehearsalReflectionTargets {

    private RehearsalReflectionTargets() {}
}
