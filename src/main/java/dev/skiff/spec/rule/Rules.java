package dev.skiff.spec.rule;

import java.util.List;

/** All groups of rules. */
public final class Rules {

    public static final List<Rule> ALL = List.of(
            new NameRules(),
            new TemplateTypeRules(),
            new EntryRules(),
            new CallRules(),
            new LoopRules(),
            new DagRules(),
            new ArgumentRules(),
            new ParameterRules(),
            new OutputRules(),
            new LimitRules(),
            new ValueRules(),
            new VolumeRules(),
            new TriggerRules(),
            new ReferenceRules());

    private Rules() {}
}
