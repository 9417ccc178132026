/// Small charts as SVG text.
enum Plot {
    private static let width = 640.0
    private static let labelWidth = 110.0
    private static let colours = ["#2563eb", "#9ca3af", "#6b7280", "#4b5563"]

    /// A bar for each median, a dot for each round.
    static func bars(title: String, unit: String, _ series: [(name: String, values: [Double])]) -> String {
        let largest = series.flatMap(\.values).max() ?? 1
        let scale = (width - labelWidth - 90) / (largest > 0 ? largest : 1)
        let rows = series.enumerated().map { index, entry in
            let top = 40 + Double(index) * 34
            let median = entry.values.median ?? 0
            let dots = entry.values.map { value in
                "<circle cx='\(short(labelWidth + value * scale))' cy='\(short(top + 11))' r='3' fill='#111827'/>"
            }
            return """
                <text x='8' y='\(short(top + 16))'>\(entry.name)</text>
                <rect x='\(short(labelWidth))' y='\(short(top))' width='\(short(median * scale))' height='22' \
                fill='\(colours[index % colours.count])'/>
                \(dots.joined())
                <text x='\(short(labelWidth + largest * scale + 8))' y='\(short(top + 16))'>\(format(median)) \(unit)</text>
                """
        }
        return document(title: title, height: 56 + Double(series.count) * 34, rows)
    }

    /// A line over equally spaced samples, from zero.
    static func line(title: String, unit: String, _ series: [(name: String, values: [Double])]) -> String {
        let largest = series.flatMap(\.values).max() ?? 1
        let lines = series.enumerated().map { index, entry in
            let step = (width - labelWidth - 20) / Double(max(entry.values.count - 1, 1))
            let points = entry.values.enumerated().map { offset, value in
                "\(short(labelWidth + Double(offset) * step)),\(short(240 - value / largest * 190))"
            }
            return """
                <polyline points='\(points.joined(separator: " "))' fill='none' stroke-width='2' \
                stroke='\(colours[index % colours.count])'/>
                <text x='8' y='\(short(60 + Double(index) * 20))' fill='\(colours[index % colours.count])'>\(entry.name)</text>
                """
        }
        let axis = "<text x='8' y='240'>0</text><text x='8' y='34'>\(format(largest)) \(unit)</text>"
        return document(title: title, height: 256, lines + [axis])
    }

    private static func document(title: String, height: Double, _ parts: [String]) -> String {
        """
        <svg xmlns='http://www.w3.org/2000/svg' width='\(short(width))' height='\(short(height))' \
        font-family='sans-serif' font-size='13'>
        <rect width='100%' height='100%' fill='white'/>
        <text x='8' y='18' font-weight='bold'>\(title)</text>
        \(parts.joined(separator: "\n"))
        </svg>

        """
    }

    /// Pixels do not need more than a tenth.
    private static func short(_ value: Double) -> Double {
        (value * 10).rounded() / 10
    }
}
