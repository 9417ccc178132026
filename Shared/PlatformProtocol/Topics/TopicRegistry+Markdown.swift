import Identifiers

extension TopicRegistry {
    /// The registry as Markdown: how many topics lead from whom to whom, then what each service tells, what each event
    /// says, and what the service hears.
    public static var markdown: String {
        (matrix + ServiceName.allCases.flatMap(chapter)).joined(separator: "\n") + "\n"
    }

    /// A row for each publisher, a column for each consumer.
    private static var matrix: [String] {
        let names = ServiceName.allCases.map(\.shortName)
        var lines = ["| topics from ↓ to → | \(names.joined(separator: " | ")) |"]
        lines.append("| --- |" + String(repeating: " --: |", count: names.count))
        for publisher in ServiceName.allCases {
            let counts = ServiceName.allCases.map { consumer in
                let count = topics.count { $0.publishers.contains(publisher) && $0.consumers.contains(consumer) }
                return count == 0 ? "" : String(count)
            }
            lines.append("| \(publisher.shortName) | \(counts.joined(separator: " | ")) |")
        }
        return lines
    }

    private static func chapter(of service: ServiceName) -> [String] {
        let told = topics.filter { $0.publishers.first == service }
        let heard = topics(consumedBy: service).map { "`\($0)`" }
        var lines = ["", "## \(service.rawValue)", ""]
        lines.append("| topic | carries | heard by | key | class | kept |")
        lines.append("| --- | --- | --- | --- | --- | --- |")
        lines += told.map(\.markdownRow)
        lines += ["", "| event | about | effects | says |", "| --- | --- | --- | --- |"]
        lines += told.flatMap(\.types).map { $0.declaration.markdownRow }
        lines += ["", heard.isEmpty ? "Hears nothing." : "Hears \(heard.joined(separator: ", "))."]
        return lines
    }
}

extension Topic {
    fileprivate var markdownRow: String {
        let carried = types.map { "`\($0.rawValue)`" }.joined(separator: ", ")
        let keys = aggregates.map(\.rawValue).joined(separator: ", ")
        let kept = retention.years.map { "\($0) y" } ?? "topic only"
        let readers = consumers.map(\.shortName).joined(separator: ", ")
        return "| \(title) | \(carried) | \(readers) | \(keys) | \(classification.name) | \(kept) |"
    }

    /// Its name, with its older ones and who else publishes to it.
    private var title: String {
        var remarks = aliases.map { "also `\($0)`" }
        remarks += publishers.dropFirst().map { "also from \($0.shortName)" }
        return remarks.isEmpty ? "`\(name)`" : "`\(name)` (\(remarks.joined(separator: ", ")))"
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
