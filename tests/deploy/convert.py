"""Turns rendered manifests into what `podman kube play` of podman 4.3 takes: a file a pod, and a table of the pods.

    convert.py RENDERED.yaml FOLDER

What is changed, and only that, is told beside each change. Everything else stays as it is rendered.
"""

import base64
import pathlib
import sys

import yaml

NETWORK = "10.89.77"
PROBES = ("startupProbe", "livenessProbe", "readinessProbe")


def load(rendered):
    """The resources of a file."""
    return [resource for resource in yaml.safe_load_all(pathlib.Path(rendered).read_text()) if resource]


def service_asked(container):
    """The name that the readiness probe asks for; empty for something else than a server of ours."""
    return container.get("readinessProbe", {}).get("grpc", {}).get("service", "")


def play(rendered, folder):
    """A file for each pod, with the ConfigMaps it needs; `pods` lists name, address, kind, gRPC name, grace."""
    resources = load(rendered)
    # Secrets as volumes are written undecoded by this podman: ConfigMaps stand in for them.
    maps = {}
    for resource in resources:
        name = resource["metadata"]["name"]
        if resource["kind"] == "ConfigMap":
            maps[name] = resource["data"]
        elif resource["kind"] == "Secret":
            plain = {key: base64.b64decode(text).decode() for key, text in resource["data"].items()}
            maps[f"secret-{name}"] = plain
    owners = [resource for resource in resources if resource["kind"] in ("Deployment", "StatefulSet", "Job")]
    # It gives no names to Services: each pod is told the addresses of all.
    addresses = {owner["metadata"]["name"]: f"{NETWORK}.{11 + place}" for place, owner in enumerate(owners)}
    aliases = [{"ip": address, "hostnames": [name]} for name, address in addresses.items()]
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    table = []
    for owner in owners:
        name, kind, spec = owner["metadata"]["name"], owner["kind"], owner["spec"]["template"]["spec"]
        (container,) = spec["containers"]
        grace = spec.get("terminationGracePeriodSeconds", 30)
        asked = service_asked(container) or "-"
        table.append(f"{name} {addresses[name]} {kind} {asked} {grace}")
        needed = playable(owner, spec, container)
        spec["hostAliases"] = aliases
        documents = [
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": needed_name}, "data": maps[needed_name]}
            for needed_name in sorted(needed)
        ]
        documents.append({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": name}, "spec": spec})
        (folder / f"{name}.yaml").write_text(yaml.safe_dump_all(documents))
    (folder / "pods").write_text("\n".join(table) + "\n")


def playable(owner, spec, container):
    """Changes a pod in place. Gives the names of the ConfigMaps that it needs."""
    needed = {source["configMapRef"]["name"] for source in container.get("envFrom", [])}
    # How it ended is to be seen.
    spec["restartPolicy"] = "Never"
    # It passes over gRPC probes (the caller asks instead) and would publish every port.
    for key in (*PROBES, "ports"):
        container.pop(key, None)
    # It cannot mount a single file of a volume.
    container["volumeMounts"] = [mount for mount in container["volumeMounts"] if "subPath" not in mount]
    for volume in spec.get("volumes", []):
        if "secret" in volume:
            secret = volume.pop("secret")
            volume["configMap"] = {"name": f"secret-{secret['secretName']}"}
            if "items" in secret:
                volume["configMap"]["items"] = secret["items"]
        if "configMap" in volume:
            needed.add(volume["configMap"]["name"])
        if volume.pop("persistentVolumeClaim", None):
            # It would make a volume that only root may write to.
            volume["emptyDir"] = {}
        if "emptyDir" in volume:
            # Equal names in two pods would be one volume.
            rename(volume, container, owner)
    for claim in owner["spec"].get("volumeClaimTemplates", []):
        volume = {"name": claim["metadata"]["name"], "emptyDir": {}}
        spec["volumes"].append(volume)
        rename(volume, container, owner)
    return needed


def rename(volume, container, owner):
    """Gives a volume a name that no other pod has."""
    name = f"{owner['metadata']['name']}-{volume['name']}"
    for mount in container["volumeMounts"]:
        if mount["name"] == volume["name"]:
            mount["name"] = name
    volume["name"] = name


play(*sys.argv[1:])
