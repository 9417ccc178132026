import Foundation

/// Sagas: how many moves a second one process makes with them, each of them a transaction on the disk.
///
/// `events-bench sagas` carries it out: both sagas of the platform with participants that keep their commands in the
/// same database, all begun before the clock starts. Facts without a peer or a bar.
struct SagasBench {
    let workshop: Workshop

    /// What the program prints.
    struct Figures: Decodable {
        struct Round: Decodable {
            let transitions: Double
            let sagas: Double
        }

        let rounds: [Round]
    }

    func run() throws -> [BenchRow] {
        let data = try EventsBench.output(of: ["sagas", "--rounds", "\(workshop.options.rounds)"], in: workshop)
        return Self.rows(try JSONDecoder().decode(Figures.self, from: data))
    }

    static func rows(_ figures: Figures) -> [BenchRow] {
        [
            fact("saga_transitions", figures.rounds.map(\.transitions)),
            fact("sagas_completed", figures.rounds.map(\.sagas)),
        ]
    }

    private static func fact(_ metric: String, _ rounds: [Double]) -> BenchRow {
        BenchRow(
            metric: metric, unit: "1/s", ours: rounds.median, peer: "", theirs: nil, ratio: nil, bar: .fact)
    }
}
