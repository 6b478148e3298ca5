package dev.skiff.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import dev.skiff.model.ArgoObject;
import dev.skiff.model.ModelMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Secret;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReflectionTargetsTest {

    @Test
    void everyClassThatAFieldOfTheModelMayHoldIsRegistered() {
        Set<String> reachable = new TreeSet<>();
        Stream.concat(
                        Arrays.stream(ArgoObject.class.getPermittedSubclasses()),
                        Stream.of(ConfigMap.class, Secret.class, PersistentVolumeClaim.class))
                .forEach(type -> visit(ModelMapper.strict().constructType(type), reachable));
        assertThat(reachable).hasSizeGreaterThan(200);
        assertThat(registered()).containsAll(reachable);
    }

    private static Set<String> registered() {
        return Stream.of(ReflectionTargets.class, KubernetesReflectionTargets.class)
                .flatMap(c -> Arrays.stream(
                        c.getAnnotation(RegisterForReflection.class).targets()))
                .map(Class::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void visit(JavaType type, Set<String> reachable) {
        if (type.isContainerType()) {
            visit(type.getContentType(), reachable);
            return;
        }
        Class<?> raw = type.getRawClass();
        boolean ours = raw.getName().startsWith("dev.skiff.") || raw.getName().startsWith("io.fabric8.");
        if (!ours || raw.isInterface() || !reachable.add(raw.getName()) || raw.isEnum()) {
            return;
        }
        helpers(raw).forEach(helper -> reachable.add(helper.getName()));
        for (BeanPropertyDefinition property : properties(type)) {
            visit(property.getPrimaryType(), reachable);
        }
    }

    private static List<BeanPropertyDefinition> properties(JavaType type) {
        return ModelMapper.strict().getDeserializationConfig().introspect(type).findProperties();
    }

    private static List<Class<?>> helpers(Class<?> type) {
        JsonDeserialize read = type.getAnnotation(JsonDeserialize.class);
        JsonSerialize write = type.getAnnotation(JsonSerialize.class);
        return Stream.of(read == null ? type : read.using(), write == null ? type : write.using())
                .filter(c -> c.getName().startsWith("io.fabric8."))
                .collect(Collectors.toList());
    }
}
