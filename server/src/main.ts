/** Starts the server. Native modules are loaded only after the Node version is known to carry them. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 12)) {
  console.error(
    `Đồng Soạn needs Node 22.12 or newer; this is ${process.versions.node}. Use "npm start", which brings its own.`,
  );
  process.exit(1);
}

const { readConfig } = await import("./ops/config.ts");
const { compose } = await import("./compose.ts");
const config = readConfig(process.env);
const application = await compose(config);
if (process.argv.includes("--demo")) {
  const { seedDemo } = await import("./usecases/seed-demo.ts");
  for (const line of await seedDemo(application.deps)) console.log(line);
}
application.server.listen(config.port, config.host, () => {
  console.log(
    `Đồng Soạn: ${config.publicUrl.origin} (Node ${process.versions.node}, ${application.storage.engine}, ${config.dataDir})`,
  );
  if (application.setUpUrl !== null && !process.argv.includes("--demo"))
    console.log(`\nLần đầu khởi động. Mở liên kết dùng một lần này để thiết lập:\n${application.setUpUrl}\n`);
});

let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    application.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
