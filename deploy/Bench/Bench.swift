/// The benches by name.
enum Bench: String, CaseIterable {
    case http
    case gateway
    case idle
    case soak
    case postgres
    case events
    case sagas
    case booking

    func run(in workshop: Workshop) throws -> [BenchRow] {
        switch self {
        case .http: try HTTPBench(workshop: workshop).run()
        case .gateway: try GatewayBench(workshop: workshop).run()
        case .idle: try IdleBench(workshop: workshop).run()
        case .soak: try SoakBench(workshop: workshop).run()
        case .postgres: try PostgresBench(workshop: workshop).run()
        case .events: try EventsBench(workshop: workshop).run()
        case .sagas: try SagasBench(workshop: workshop).run()
        case .booking: try BookingBench(workshop: workshop).run()
        }
    }
}
