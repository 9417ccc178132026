import HTTPWire
import JSON
import PlatformProtocol

/// The query of one request while the types a route asks for are read from it.
///
/// It is decoded as a form is, by the rules of the URL standard: `+` is a space. That is what browsers, `curl
/// --data-urlencode` and the query builders of every language write, and the one reading under which a space survives
/// them all; a plus sign is `%2B`. Names and values are compared byte by byte and never normalised.
struct QueryReader {
    private let items: [HTTPQueryItem]
    var faults = ParameterFaults()

    /// Throws the problem where the query cannot be read at all; every other fault is collected.
    init(_ target: HTTPTarget, knowing parameters: [ParameterDescription]) throws {
        do throws(HTTPQueryFault) {
            items = try target.queryItems(atMost: RoutingLimits.queryItemsMax)
        } catch {
            throw Problem(error)
        }
        for (index, item) in items.enumerated() {
            guard !parameters.contains(where: { Self.isSame($0.name, item.name) }),
                !items[..<index].contains(where: { Self.isSame($0.name, item.name) })
            else { continue }
            faults.add(.unknownParameter, "is not known here", item.name)
        }
    }

    /// The parameter's value, or nil after noting why there is none.
    mutating func read<Value>(_ parameter: Parameter<Value>) -> Value? {
        let name = parameter.description.name
        faults.name = name
        let texts = items.isEmpty ? [] : items.filter { Self.isSame($0.name, name) }.map(\.value)
        return parameter.read(texts, &faults)
    }

    /// Throws what was found wrong.
    func finish() throws {
        guard faults.list.isEmpty else { throw Problem.invalidParameters(faults.list) }
    }

    private static func isSame(_ left: String, _ right: String) -> Bool {
        left.utf8.elementsEqual(right.utf8)
    }
}

extension Problem {
    /// A query that is no list of names and values.
    fileprivate init(_ fault: HTTPQueryFault) {
        let detail =
            switch fault {
            case .itemsTooMany: "The query has more than \(RoutingLimits.queryItemsMax) parameters."
            case .textMalformed: "The query is not text in UTF-8."
            }
        self.init(.invalidParameter, detail: detail, internalMessage: "\(fault.label)")
    }
}
