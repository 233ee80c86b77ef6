/** Configuration: a YAML file, overridden by the environment and system properties, read into validated records. */
@NullMarked
package dev.gatehouse.common.config;

import org.jspecify.annotations.NullMarked;
