# Everything a developer does with Skiff. `make help` lists it.
#
# Extra Maven arguments: MVN_ARGS. One test class: make test TEST=EngineTest. One benchmark: make bench BENCH=Wide.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Found when a recipe needs it, so that `make help` works without a JDK.
JDK   = $(or $(shell local-runner/find-java),$(error no JDK, see above))
MVN   = JAVA_HOME='$(JDK)' ./mvnw --batch-mode --no-transfer-progress $(MVN_ARGS)
JAR  := target/quarkus-app/quarkus-run.jar
AOT  := target/quarkus-app/skiff.aot
SOURCES := pom.xml $(shell find src/main -type f -o -type d)

TEST  ?=
IT    ?=
BENCH_ARGS ?=
BENCH_JAVA = '$(JDK)/bin/java' --sun-misc-unsafe-memory-access=allow \
	    -cp target/bench/test-classes:target/bench/classes:"$$(cat target/bench/classpath)"

.PHONY: help build run test it check format dev bench native crds deploy clean

help: ## list the targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

build: $(AOT) ## build the jar that local-runner/skiff runs

run: $(AOT) ## build if needed, then run the bundled demo workflow
	@local-runner/skiff demo

test: ## the fast tests; no container engine is needed (TEST=SomeTest for one class)
	$(MVN) test $(if $(TEST),-Dtest='$(TEST)')

it: ## the tests with real containers (IT=SomeIT for one class)
	$(MVN) verify -Pit $(if $(IT),-Dit.test='$(IT)')

# Compiled anew each time, in a directory of its own: the compiler's findings are the point.
check: ## format, Error Prone and NullAway, architecture and source rules
	rm -rf target/check
	$(MVN) -Pcheck spotless:check test -Dtest='ArchitectureTest,SourceRulesTest'

format: ## format the sources
	$(MVN) -q spotless:apply

dev: ## run with live reload; what to run: ARGS='run workflow.yml'
	$(MVN) quarkus:dev -Dquarkus.args='$(ARGS)'

bench: $(AOT) ## the figures of the engine and the language, and what Docker runs cost (BENCH=regex, BENCH_ARGS='JMH options' for single benchmarks)
	$(MVN) -q -Pbench process-test-classes
ifdef BENCH
	$(BENCH_JAVA) org.openjdk.jmh.Main '$(BENCH)' -foe true $(BENCH_ARGS)
else
	$(BENCH_JAVA) dev.skiff.bench.EngineFigures
	$(BENCH_JAVA) dev.skiff.bench.LanguageFigures
	$(BENCH_JAVA) dev.skiff.bench.DockerOverhead
endif

# GRAALVM_HOME, or a native-image on PATH; without either the build runs in a container.
native: ## build the native executable (GRAALVM_HOME, else native-image on PATH, else in a container)
	$(MVN) package -Pnative -DskipTests \
	    $(if $(GRAALVM_HOME)$(shell command -v native-image),,-Dquarkus.native.container-build=true)
	@ls -l target/skiff-*-runner

crds: ## write k8s/crds anew from the model
	$(MVN) -q test -Dtest=DefinitionFilesTest -Dskiff.golden.write=true

deploy: ## install the controller into the cluster of KUBECONFIG (DEPLOY=namespaced or job-mode for the other ways, KUBECTL_ARGS='-n team-a')
	kubectl apply $(KUBECTL_ARGS) -k k8s/$(or $(DEPLOY),cluster-wide)

clean: ## remove what was built
	rm -rf target

$(JAR): $(SOURCES)
	$(MVN) -q package -DskipTests
	@touch $@

# The classes that a run needs, linked ahead of time: learned from one run of the demo on this machine's own processes, which keeps
# what it writes below target/. Without this file everything works, a little later.
$(AOT): $(JAR)
	@rm -rf $@ target/learned && mkdir -p target/learned
	@XDG_DATA_HOME='$(CURDIR)/target/learned' '$(JDK)/bin/java' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:AOTCacheOutput=$@ \
	    -Xlog:disable --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
	    -Duser.home='$(CURDIR)/target/learned' -jar $(JAR) run --on host src/main/resources/demo/workflow.yml \
	    > target/learned/output 2>&1 < /dev/null || true
	@touch $@
