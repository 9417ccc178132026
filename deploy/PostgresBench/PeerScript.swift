import Postgres

/// What pgbench runs, made from the statements that ours runs: each `$1` becomes the variable that holds its value.
struct PeerScript {
    let text: String

    /// Without `pipelined` each statement waits for the one before, as pgbench is usually run. With it, all of a
    /// transaction go out together, which pgbench can since PostgreSQL 14.
    init(for workload: Workload, pipelined: Bool) throws(BenchFault) {
        let statements: [(SQL, [String])] =
            switch workload {
            case .create:
                Array(zip(BookingCreation.statements(NewBooking(number: 1)), BookingCreation.peerNames))
            case .read: [(BookingByID.statement(number: 1), BookingByID.peerNames)]
            }
        var lines = Self.variables(of: workload)
        lines += [pipelined ? "\\startpipeline" : "BEGIN;", Self.scope]
        for (statement, names) in statements { lines.append(try Self.command(statement, names)) }
        lines.append(pipelined ? "\\endpipeline" : "COMMIT;")
        text = lines.joined(separator: "\n")
    }

    /// What each transaction draws. A client counts for itself, from a base of its own, so that no two meet.
    private static func variables(of workload: Workload) -> [String] {
        switch workload {
        case .create:
            [
                "\\set done :done + 1",
                "\\set number :base + :client_id * \(Load.numbersPerCaller) + :done",
                "\\set venue :number % \(NewBooking.venues)",
                "\\set organization :venue % \(NewBooking.organizations)",
                "\\set start \(NewBooking.firstStart) + :number / \(NewBooking.venues) * \(NewBooking.windowSeconds)",
            ]
        case .read:
            [
                "\\set number random(1, :bookings)",
                "\\set organization :number % \(NewBooking.venues) % \(NewBooking.organizations)",
            ]
        }
    }

    private static let scope = "SELECT set_config('app.org', bench_id(:organization::bigint)::text, true);"

    private static func command(_ statement: SQL, _ names: [String]) throws(BenchFault) -> String {
        guard names.count == statement.parameterCount else { throw .wrongParameters(statement: statement.text) }
        var text = statement.text
        // From the last on, so that $1 is not found in $10.
        for (index, name) in names.enumerated().reversed() { text = text.replacing("$\(index + 1)", with: ":\(name)") }
        return text + ";"
    }

    /// Variables that are the same in every transaction.
    static var constants: [String: String] {
        let text = BookingText.shared
        return [
            "hash": text.requestHash, "event": text.event, "now": text.nowText, "title": text.title,
            "description": text.description, "products": text.products, "requirements": text.requirements,
            "actor": text.actor, "metadata": text.metadata, "envelope": text.envelope, "headers": text.headers,
            "done": "0",
        ]
    }
}
