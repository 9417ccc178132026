// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of ours is compiled with.
let everywhere: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Where a request spends its time. Static exclusivity checking stays on everywhere; the dynamic checks, which cost a
/// tenth of a request, are left to debug builds, in which every test runs.
let hot: Set = ["Bytes", "EventLoop", "HTTPWire", "HTTPServer", "HTTPClient", "GatewayCore", "Postgres"]
let withoutDynamicExclusivity: SwiftSetting = .unsafeFlags(
    ["-enforce-exclusivity=unchecked"], .when(configuration: .release))

/// Unsafe code is fenced by the compiler: only these modules may touch pointers.
let mayUseUnsafe: Set = [
    "Bytes", "EventLoop", "Crypto", "JSON", "HTTPServer", "HTTPClient", "KafkaClient", "KafkaMock", "Postgres",
]

func shared(_ name: String, uses dependencies: [String] = [], excluding excluded: [String] = []) -> [Target] {
    [
        .target(
            name: name, dependencies: dependencies.map { .byName(name: $0) }, path: "Shared/\(name)",
            exclude: excluded)
    ]
}

/// A shared module with a test target of its own; the tests may also use what the module itself uses.
func tested(
    _ name: String, uses dependencies: [String] = [], excluding excluded: [String] = [],
    testsUse extra: [String] = [], testsExclude excludedFromTests: [String] = []
) -> [Target] {
    shared(name, uses: dependencies, excluding: excluded) + [
        tests(
            "\(name)Tests", in: "Tests/Shared/\(name)Tests", excluding: excludedFromTests,
            use: [name] + dependencies.filter { !$0.hasPrefix("C") } + extra)
    ]
}

func tests(
    _ name: String, in path: String, excluding excluded: [String] = [], use dependencies: [String],
    resources: [Resource] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies.map { .byName(name: $0) }, path: path, exclude: excluded,
        resources: resources)
}

func program(_ name: String, in path: String, uses dependencies: [String]) -> Target {
    .executableTarget(name: name, dependencies: dependencies.map { .byName(name: $0) }, path: path)
}

/// What a service's routes, commands, SQL and events may be made of.
let serviceModules = [
    "Bytes", "EventLoop", "HTTPServer", "HTTPWire", "Identifiers", "Identity", "JSON", "Messaging", "Observability",
    "PlatformProtocol", "Postgres", "ResourceAPI", "ServiceHost", "ServiceRuntime", "TimeZones",
]

/// A service: its rules, what it does, its process, and the tests of the first two.
func service(_ name: String, program executable: String, uses extra: [String] = []) -> [Target] {
    rules(of: name) + [
        .target(
            name: "\(name)Service",
            dependencies: (["\(name)Domain"] + serviceModules + extra).map { .byName(name: $0) },
            path: "Services/\(name)/Service", exclude: ["Migrations"]),
        program(executable, in: "Services/\(name)/Main", uses: ["\(name)Service", "ServiceHost"]),
        tests(
            "\(name)ServiceTests", in: "Tests/\(name)/ServiceTests",
            use: [
                "\(name)Domain", "\(name)Service", "EventStore", "LocalPostgres", "Migrations", "PostgresTestKit",
                "ServiceTestKit", "TestKit",
            ]
                + serviceModules
                + extra),
    ]
}

/// The rules of a service, which know nothing but themselves.
func rules(of name: String) -> [Target] {
    [
        .target(name: "\(name)Domain", dependencies: ["Identifiers"], path: "Services/\(name)/Domain"),
        tests("\(name)DomainTests", in: "Tests/\(name)/DomainTests", use: ["\(name)Domain", "Identifiers"]),
    ]
}

let systemModules: [Target] = [
    .target(name: "CLinux", path: "Shared/CLinux"),
    .systemLibrary(
        name: "CLibPQ", path: "Shared/CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    .systemLibrary(
        name: "COpenSSL", path: "Shared/COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(
        name: "CRDKafka", path: "Shared/CRDKafka", pkgConfig: "rdkafka", providers: [.apt(["librdkafka-dev"])]),
]

let sharedModules: [Target] =
    tested("Bytes")
    + tested("EventLoop", uses: ["Bytes", "CLinux"], testsUse: ["TestKit"])
    + tested("JSON", uses: ["Bytes", "Identifiers"])
    + tested("Identifiers", uses: ["Bytes"])
    + tested("HTTPWire", uses: ["Bytes"])
    + tested("PlatformProtocol", uses: ["Bytes", "Identifiers", "JSON"], excluding: ["README.md"])
    + tested("Crypto", uses: ["Bytes", "COpenSSL", "JSON"])
    + tested("Identity", uses: ["Bytes", "Crypto", "Identifiers", "JSON", "PlatformProtocol"])
    + tested("Observability", uses: ["Bytes", "EventLoop", "Identifiers", "JSON"])
    + tested(
        "HTTPServer",
        uses: [
            "Bytes", "CLinux", "Crypto", "EventLoop", "HTTPWire", "Identity", "Identifiers", "JSON", "Observability",
            "PlatformProtocol",
        ],
        testsUse: ["TestKit"])
    + tested(
        "APIDescription", uses: ["HTTPServer", "HTTPWire", "Identifiers", "JSON", "PlatformProtocol"],
        testsUse: ["JSONSchemaTestKit"])
    + tested(
        "JSONSchemaTestKit", uses: ["Identifiers", "JSON"], excluding: ["Fixtures"], testsExclude: ["Fixtures"])
    + tested(
        "Streaming",
        uses: ["Bytes", "Crypto", "EventLoop", "HTTPServer", "HTTPWire", "Observability", "PlatformProtocol"],
        testsUse: ["TestKit"])
    + tested("HTTPClient", uses: ["Bytes", "CLinux", "EventLoop", "HTTPWire"], testsUse: ["TestKit"])
    + tested(
        "Postgres", uses: ["Bytes", "CLibPQ", "EventLoop", "Identifiers", "JSON"],
        testsUse: ["LocalPostgres", "TestKit"])
    + tested(
        "ServiceRuntime",
        uses: [
            "APIDescription", "Bytes", "CLinux", "EventLoop", "HTTPServer", "HTTPWire", "Identifiers", "Identity",
            "JSON", "Observability", "PlatformProtocol",
        ],
        testsUse: ["JSONSchemaTestKit", "TestKit"])
    + tested(
        "KafkaClient", uses: ["Bytes", "CLinux", "CRDKafka", "EventLoop", "Observability"],
        testsUse: ["Identifiers", "KafkaMock", "TestKit", "local-broker"])
    + tested(
        "KafkaMock", uses: ["ChildProcesses", "CRDKafka", "EventLoop", "JSON"],
        testsUse: ["KafkaClient", "TestKit", "local-broker"])
    + tested(
        "Messaging",
        uses: [
            "Bytes", "EventLoop", "HTTPServer", "Identifiers", "JSON", "KafkaClient", "Observability",
            "PlatformProtocol", "Postgres", "ServiceRuntime",
        ],
        testsUse: [
            "ChildProcesses", "KafkaMock", "LocalPostgres", "Migrations", "PostgresTestKit", "TestKit", "local-broker",
        ])
    + tested(
        "Sagas",
        uses: [
            "EventLoop", "Identifiers", "JSON", "Messaging", "Observability", "Postgres", "ServiceRuntime",
        ],
        testsUse: ["LocalPostgres", "Migrations", "PostgresTestKit", "TestKit"])
    + tested(
        "Migrations", uses: ["Crypto", "EventLoop", "Postgres"], excluding: ["Platform"],
        testsUse: ["LocalPostgres", "PostgresTestKit", "TestKit"], testsExclude: ["Rows"])
    + tested(
        "EventStore",
        uses: ["Bytes", "Crypto", "EventLoop", "Identifiers", "JSON", "Observability", "PlatformProtocol", "Postgres"],
        testsUse: [
            "HTTPServer", "LocalPostgres", "Messaging", "Migrations", "PostgresTestKit", "ServiceRuntime", "TestKit",
        ])
    + shared("PostgresTestKit", uses: ["LocalPostgres", "Migrations", "Postgres", "TestKit"])
    + tested(
        "ResourceAPI",
        uses: [
            "Bytes", "Crypto", "HTTPServer", "HTTPWire", "Identifiers", "Identity", "JSON", "PlatformProtocol",
            "Postgres",
        ],
        testsUse: ["EventLoop", "LocalPostgres", "Migrations", "PostgresTestKit", "ServiceTestKit", "TestKit"])
    + tested(
        "ServiceHost",
        uses: [
            "Crypto", "EventLoop", "EventStore", "HTTPServer", "Identifiers", "Identity", "KafkaClient", "Messaging",
            "Migrations", "Observability", "PlatformProtocol", "Postgres", "ResourceAPI", "ServiceRuntime", "TimeZones",
        ],
        testsUse: ["KafkaMock", "LocalPostgres", "PostgresTestKit", "ServiceTestKit", "TestKit"])
    + shared(
        "ServiceTestKit",
        uses: [
            "APIDescription", "Bytes", "Crypto", "EventLoop", "HTTPServer", "HTTPWire", "Identifiers", "Identity",
            "JSON", "JSONSchemaTestKit", "Messaging", "Migrations", "Observability", "PlatformProtocol", "Postgres",
            "PostgresTestKit", "ResourceAPI", "ServiceHost", "ServiceRuntime", "TestKit",
        ])
    + tested("LocalPostgres", uses: ["CLinux", "ChildProcesses"], testsUse: ["TestKit"])
    + tested("ChildProcesses", uses: ["CLinux"], testsUse: ["KafkaClient", "TestKit", "local-broker"])
    + shared("TimeZones")
    + shared("TestKit", uses: ["Bytes", "CLinux", "EventLoop", "HTTPServer", "HTTPWire", "Identifiers"])

let services: [Target] = [
    service("Booking", program: "booking-management"),
    service("Compliance", program: "compliance-management"),
    service("Kits", program: "kit-management"),
    service("Realtime", program: "realtime-communication", uses: ["KafkaClient", "Streaming"]),
    service("Regions", program: "geographic-management"),
    service("Staff", program: "staff-assignment"),
].flatMap { $0 }

let gateway: [Target] = [
    .target(
        name: "GatewayCore",
        dependencies: [
            "Bytes", "Crypto", "EventLoop", "HTTPClient", "HTTPServer", "HTTPWire", "Identifiers", "Identity", "JSON",
            "Observability", "PlatformProtocol", "ServiceRuntime",
        ], path: "Gateway/Core"),
    program("gateway", in: "Gateway/Main", uses: ["GatewayCore", "ServiceRuntime"]),
    tests(
        "GatewayTests", in: "Tests/GatewayTests",
        use: [
            "Bytes", "Crypto", "EventLoop", "GatewayCore", "HTTPClient", "HTTPServer", "HTTPWire", "Identifiers",
            "Identity", "JSON", "JSONSchemaTestKit", "Observability", "PlatformProtocol", "ServiceRuntime", "TestKit",
        ]),
]

let deployment: [Target] = [
    program("bench-http-server", in: "deploy/BenchHTTPServer", uses: ["EventLoop", "HTTPServer", "HTTPWire"]),
    program(
        "events-bench", in: "deploy/EventsBench",
        uses: [
            "ChildProcesses", "EventLoop", "Identifiers", "JSON", "KafkaClient", "KafkaMock", "LocalPostgres",
            "Messaging", "Migrations", "Observability", "PlatformProtocol", "Postgres", "Sagas", "ServiceRuntime",
        ]),
    program("json-bench", in: "deploy/JSONBench", uses: ["Bytes", "Identifiers", "JSON"]),
    program(
        "local-broker", in: "deploy/LocalBroker",
        uses: ["EventLoop", "JSON", "KafkaMock", "PlatformProtocol", "ServiceRuntime"]),
    program(
        "postgres-bench", in: "deploy/PostgresBench",
        uses: ["EventLoop", "Identifiers", "LocalPostgres", "Migrations", "Postgres"]),
    program(
        "platform-bench", in: "deploy/PlatformBench",
        uses: [
            "EventLoop", "HTTPClient", "HTTPWire", "Identifiers", "JSON", "LocalPlatform", "PlatformProtocol",
            "ServiceRuntime",
        ]),
    program(
        "platform-chaos", in: "deploy/Chaos",
        uses: [
            "EventLoop", "HTTPClient", "HTTPWire", "Identifiers", "JSON", "KafkaClient", "KafkaMock", "LocalPlatform",
            "LocalPostgres", "Observability", "PlatformProtocol", "ServiceRuntime",
        ]),
    program("rishi-bench", in: "deploy/Bench", uses: []),
    program("static-check", in: "deploy/StaticCheck", uses: ["TimeZones"]),
    .target(
        name: "LocalPlatform",
        dependencies: [
            "Crypto", "EventLoop", "Identifiers", "Identity", "JSON", "LocalPostgres", "Migrations",
            "PlatformProtocol", "Postgres", "ServiceRuntime",
        ], path: "deploy/LocalPlatform"),
    tests(
        "LocalPlatformTests", in: "Tests/LocalPlatformTests",
        use: [
            "Crypto", "EventLoop", "GatewayCore", "Identifiers", "Identity", "LocalPlatform", "Migrations",
            "PlatformProtocol", "ServiceHost", "ServiceRuntime", "TestKit", "gateway", "local-broker", "rishi",
        ]),
    program(
        "rishi", in: "deploy/Rishi",
        uses: [
            "Bytes", "EventLoop", "HTTPClient", "HTTPWire", "Identifiers", "JSON", "KafkaClient", "LocalPlatform",
            "Messaging", "Migrations", "PlatformProtocol", "Postgres", "ServiceRuntime",
        ]),
    program(
        "stream-bench", in: "deploy/StreamBench",
        uses: [
            "Bytes", "EventLoop", "HTTPServer", "HTTPWire", "Identifiers", "RealtimeDomain", "RealtimeService",
            "Streaming",
        ]),
    tests(
        "RishiTests", in: "Tests/RishiTests",
        use: [
            "EventLoop", "JSON", "KafkaClient", "KafkaMock", "LocalPlatform", "LocalPostgres", "Migrations",
            "PlatformProtocol", "PostgresTestKit", "TestKit", "rishi",
        ]),
    tests("BenchTests", in: "Tests/BenchTests", use: ["rishi-bench"]),
    tests("ChaosTests", in: "Tests/ChaosTests", use: ["platform-chaos"]),
    tests(
        "EventsBenchTests", in: "Tests/EventsBenchTests",
        use: [
            "ChildProcesses", "EventLoop", "Identifiers", "LocalPostgres", "Migrations", "Observability",
            "PostgresTestKit", "Sagas", "ServiceRuntime", "TestKit", "events-bench", "local-broker",
        ]),
    tests(
        "PostgresBenchTests", in: "Tests/PostgresBenchTests",
        use: [
            "EventLoop", "Identifiers", "LocalPostgres", "Migrations", "Postgres", "PostgresTestKit", "TestKit",
            "postgres-bench",
        ]),
    tests(
        "ContractTests", in: "Tests/ContractTests", excluding: ["Golden"],
        use: ["APIDescription", "Bytes", "Identifiers", "JSON", "JSONSchemaTestKit", "PlatformProtocol"]),
    tests(
        "SimulationTests", in: "Tests/SimulationTests",
        use: ["EventLoop", "Identifiers", "KafkaClient", "Messaging", "Postgres", "TestKit"]),
    tests(
        "SystemTests", in: "Tests/SystemTests",
        use: [
            "EventLoop", "Identifiers", "JSON", "JSONSchemaTestKit", "KafkaClient", "KafkaMock", "LocalPlatform",
            "LocalPostgres", "Observability", "PlatformProtocol", "ServiceRuntime", "ServiceTestKit", "TestKit",
            "booking-management", "compliance-management", "gateway", "geographic-management", "kit-management",
            "local-broker", "realtime-communication", "rishi", "staff-assignment",
        ]),
    tests("StyleTests", in: "Tests/StyleTests", use: [], resources: [.copy("STYLE.md")]),
]

let package = Package(
    name: "rishi",
    products: [
        .executable(name: "gateway", targets: ["gateway"]), .executable(name: "rishi", targets: ["rishi"]),
    ],
    targets: systemModules + sharedModules + services + gateway + deployment
)

let swiftKinds: Set<Target.TargetType> = [.regular, .executable, .test]
for target in package.targets where swiftKinds.contains(target.type) && target.name != "CLinux" {
    target.swiftSettings =
        everywhere
        + (mayUseUnsafe.contains(target.name) ? [] : [.strictMemorySafety()])
        + (hot.contains(target.name) ? [withoutDynamicExclusivity] : [])
}
