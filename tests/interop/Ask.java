import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.ReadWrite;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.tdb2.TDB2Factory;

/**
 * Asks a TDB2 store every query of a folder, in one process: `java -cp ... Ask.java STORE FOLDER`.
 *
 * Beside each file `name.rq` it writes the answer, `name.srj` (rows) or `name.nt` (statements).
 */
public class Ask {
    public static void main(String[] arguments) throws Exception {
        Dataset data = TDB2Factory.connectDataset(arguments[0]);
        data.begin(ReadWrite.READ);
        try (Stream<Path> files = Files.list(Path.of(arguments[1]))) {
            List<Path> queries = files.filter(file -> file.toString().endsWith(".rq")).collect(Collectors.toList());
            for (Path file : queries) {
                answer(data, file);
            }
        } finally {
            data.end();
        }
    }

    private static void answer(Dataset data, Path file) throws Exception {
        Query query = QueryFactory.create(Files.readString(file));
        String stem = file.toString().replaceAll("rq$", "");
        try (QueryExecution asked = QueryExecutionFactory.create(query, data);
                OutputStream out = Files.newOutputStream(Path.of(stem + (query.isConstructType() ? "nt" : "srj")))) {
            if (query.isConstructType()) {
                RDFDataMgr.write(out, asked.execConstruct(), Lang.NTRIPLES);
            } else {
                ResultSetFormatter.outputAsJSON(out, asked.execSelect());
            }
        }
    }
}
