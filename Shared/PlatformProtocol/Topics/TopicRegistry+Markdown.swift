import Identifiers

extension TopicRegistry {
    /// The registry as Markdown: who tells what to whom, then what each type says.
    public static var markdown: String {
        var lines = [
            "| topic | types | publisher | consumers | key | class | kept |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        lines += topics.map(\.markdownRow)
        lines += ["", "| type | about | effects | says |", "| --- | --- | --- | --- |"]
        lines += topics.flatMap(\.types).map { $0.declaration.markdownRow }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Topic {
    fileprivate var markdownRow: String {
        let carried = types.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        let names = aliases.isEmpty ? "`\(name)`" : "`\(name)` (also `\(aliases.joined(separator: "`, `"))`)"
        let keys = aggregates.map(\.rawValue).joined(separator: ", ")
        let kept = retention.years.map { "\($0) y" } ?? "topic only"
        let told = "\(Self.list(publishers)) | \(Self.list(consumers))"
        return "| \(names) | \(carried) | \(told) | \(keys) | \(classification.name) | \(kept) |"
    }

    private static func list(_ services: [ServiceName]) -> String {
        services.map(\.shortName).joined(separator: ", ")
    }
}

extension EventDeclaration {
    fileprivate var markdownRow: String {
        let role =
            switch effects {
            case .drives: "drives"
            case .accompanies(let type): "with `\(type.rawValue)`"
            case .drivesWhenAlone: "drives when alone"
            }
        return "| `\(type.rawValue)` | \(aggregate.rawValue) | \(role) | \(memberNames.joined(separator: ", ")) |"
    }
}

extension ServiceName {
    /// One word for tables.
    fileprivate var shortName: String {
        switch self {
        case .booking: "booking"
        case .staff: "staff"
        case .kits: "kits"
        case .compliance: "compliance"
        case .regions: "regions"
        case .notifications: "realtime"
        case .gateway: "gateway"
        }
    }
}
