package org.reason4j.reward.code.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs that declare a class with the name of one that tests mean to be the JDK's: the compiler prefers the program's, whose
 * {@code Arrays.equals} may find everything equal.
 */
final class Hiding {

    private static final Pattern ON_DEMAND = Pattern.compile("import\\s+([\\w.]+)\\.\\*\\s*;");

    private Hiding() {}

    static void check(Set<String> declared, String tests) throws SourceCompiler.SourceException {
        List<String> packages = new ArrayList<>(List.of("java.lang"));
        Matcher imports = ON_DEMAND.matcher(tests);
        while (imports.find()) {
            packages.add(imports.group(1));
        }
        for (String name : declared) {
            boolean plain = name.matches("\\w+"); // neither in a package nor within a class
            if (plain
                    && Pattern.compile("\\b" + name + "\\b").matcher(tests).find()
                    && packages.stream().anyMatch(home -> exists(home + "." + name))) {
                throw new SourceCompiler.SourceException("the program declares a class " + name + ", as the JDK does");
            }
        }
    }

    private static boolean exists(String name) {
        try {
            Class.forName(name, false, ClassLoader.getPlatformClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
