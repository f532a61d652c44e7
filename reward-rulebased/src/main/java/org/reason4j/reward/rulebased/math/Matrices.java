package org.reason4j.reward.rulebased.math;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.reason4j.reward.rulebased.math.parse.Node;
import org.reason4j.reward.rulebased.math.parse.Node.Matrix;

/** Sums and products of matrices, worked out. */
final class Matrices {

    private Matrices() {}

    /** The same answer with a matrix in place of every sum and product of matrices that fit each other. */
    static Node workedOut(Node node) {
        return node.map(Matrices::workOut);
    }

    private static Node workOut(Node node) {
        boolean any = node.children().stream().anyMatch(Matrix.class::isInstance);
        if (any && node instanceof Node.Sum sum && sum.terms().stream().allMatch(Matrix.class::isInstance)) {
            return sum.terms().stream()
                    .map(Matrix.class::cast)
                    .reduce(Matrices::plus)
                    .<Node>map(one -> one)
                    .orElse(node);
        } else if (any && node instanceof Node.Product product && isAlike(product)) {
            return product(product);
        }
        return node;
    }

    private static boolean isAlike(Node.Product product) {
        return product.factors().stream().allMatch(factor -> factor instanceof Matrix || factor.isFormula());
    }

    private static Matrix plus(Matrix left, Matrix right) {
        List<Node> all = new ArrayList<>();
        List<Node> one = left.children();
        List<Node> other = right.children();
        if (left.rows().size() != right.rows().size() || one.size() != other.size()) {
            return new Matrix(List.of()); // equal to no other
        }
        for (int i = 0; i < one.size(); i++) {
            all.add(new Node.Sum(List.of(one.get(i), other.get(i))));
        }
        return left.filled(all);
    }

    private static Node product(Node.Product product) {
        List<Node> scalars = new ArrayList<>();
        Matrix result = null;
        for (Node factor : product.factors()) {
            if (!(factor instanceof Matrix matrix)) {
                scalars.add(factor);
            } else if (result == null) {
                result = matrix;
            } else if (columns(result) == matrix.rows().size() && columns(matrix) > 0) {
                result = times(result, matrix);
            } else {
                return product;
            }
        }
        if (result == null) {
            return product;
        }
        return scalars.isEmpty() ? result : scaled(result, new Node.Product(scalars));
    }

    private static Matrix scaled(Matrix matrix, Node scalar) {
        return matrix.filled(matrix.children().stream()
                .<Node>map(entry -> new Node.Product(List.of(scalar, entry)))
                .toList());
    }

    private static int columns(Matrix matrix) {
        return matrix.rows().stream().mapToInt(List::size).distinct().count() == 1
                ? matrix.rows().get(0).size()
                : -1;
    }

    private static Matrix times(Matrix left, Matrix right) {
        List<List<Node>> rows = new ArrayList<>();
        for (List<Node> row : left.rows()) {
            List<Node> entries = new ArrayList<>();
            for (int j = 0; j < columns(right); j++) {
                int column = j;
                entries.add(new Node.Sum(IntStream.range(0, row.size())
                        .<Node>mapToObj(k -> new Node.Product(
                                List.of(row.get(k), right.rows().get(k).get(column))))
                        .toList()));
            }
            rows.add(entries);
        }
        return new Matrix(rows);
    }
}
